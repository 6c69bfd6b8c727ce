// SPDX-License-Identifier: MIT
#include "attribution/leak_candidate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace leakproof {
namespace {

/// Candidates with equal keys are one owner.
using GroupKey = std::tuple<ResourceKind, std::vector<std::string>>;

std::string text_of(const Place& place) {
  // If the function is known, ignore the offset, so that calls on one line are one place.
  const std::uint64_t offset = place.function.empty() ? place.offset : 0;
  return fmt::format("{}|{}|{}|{}|{}", place.function, place.file, place.line, place.module,
                     offset);
}

GroupKey key_of(const LeakCandidate& candidate) {
  const std::vector<Place>& places = candidate.stack.places;
  std::vector<std::string> lines;
  const std::size_t from = candidate.stack.yours.value_or(0);
  if (from > 0) lines.push_back(places[from - 1].function);
  for (std::size_t i = from; i < places.size(); ++i) lines.push_back(text_of(places[i]));
  return {candidate.allocations.kind, std::move(lines)};
}

void merge(LeakCandidate& into, LeakCandidate&& other) {
  AllocationGroup& sum = into.allocations;
  const AllocationGroup& more = other.allocations;
  if (more.bytes > into.allocations.bytes) into.stack = std::move(other.stack);
  sum.by_epoch.resize(std::max(sum.by_epoch.size(), more.by_epoch.size()));
  std::ranges::transform(more.by_epoch, sum.by_epoch, sum.by_epoch.begin(), std::plus<>());
  sum.bytes += more.bytes;
  sum.smallest = std::min(sum.smallest, more.smallest);
  sum.largest = std::max(sum.largest, more.largest);
  std::ranges::move(other.descriptor_kinds, std::back_inserter(into.descriptor_kinds));
}

}  // namespace

bool lasts(const AllocationGroup& allocations, const Window& window) {
  const auto& made = allocations.by_epoch;
  const auto is_some = [](std::int64_t count) { return count > 0; };
  const auto present = static_cast<std::uint32_t>(std::ranges::count_if(made, is_some));
  const auto early_end =
      made.begin() + std::min<std::ptrdiff_t>(std::ssize(made), (window.epochs + 1) / 2);
  return std::any_of(made.begin(), early_end, is_some) && 2 * present >= window.epochs;
}

std::vector<LeakCandidate> merged(std::vector<LeakCandidate> candidates) {
  std::map<GroupKey, std::size_t> places;
  std::vector<LeakCandidate> result;
  for (LeakCandidate& candidate : candidates) {
    if (candidate.stack.places.empty()) continue;
    const auto [place, is_new] = places.try_emplace(key_of(candidate), result.size());
    if (is_new) {
      result.push_back(std::move(candidate));
    } else {
      merge(result[place->second], std::move(candidate));
    }
  }
  return result;
}

}  // namespace leakproof
