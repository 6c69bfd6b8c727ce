// SPDX-License-Identifier: MIT
#include "judge/collected_descriptors.hpp"

#include <fmt/format.h>

#include "text/numbers.hpp"

namespace leakproof {

std::optional<std::string> CollectedDescriptors::remark(std::int64_t fetches) const {
  constexpr std::int64_t fewest_at_once = 4;
  if (most_at_once_ < fewest_at_once || 20 * closed_ < fetches) return std::nullopt;
  return fmt::format(
      "{} descriptors were closed only by the garbage collector; they had reached {}",
      grouped(closed_), grouped(most_));
}

}  // namespace leakproof
