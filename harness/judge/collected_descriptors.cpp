// SPDX-License-Identifier: MIT
#include "judge/collected_descriptors.hpp"

#include <fmt/format.h>

#include "text/numbers.hpp"

namespace leakproof {
namespace {

constexpr std::string_view closed_by_collector =
    " descriptors were closed only by the garbage collector";

}  // namespace

std::optional<std::string> CollectedDescriptors::remark(std::int64_t fetches) const {
  constexpr std::int64_t fewest_at_once = 4;
  if (most_at_once_ < fewest_at_once || 20 * closed_ < fetches) return std::nullopt;
  return fmt::format("{}{}; they had reached {}", grouped(closed_), closed_by_collector,
                     grouped(most_));
}

std::string collected_descriptors_in(std::string_view reason) {
  const std::size_t found = reason.find(closed_by_collector);
  if (found == reason.npos) return {};
  const std::size_t before = reason.rfind("; ", found);
  const std::size_t begin = before == reason.npos ? 0 : before + 2;
  return std::string(reason.substr(begin, found + closed_by_collector.size() - begin));
}

}  // namespace leakproof
