// SPDX-License-Identifier: MIT
#include "attribution/tracing/live_allocations.hpp"

#include <algorithm>
#include <utility>

namespace leakproof::tracing {

void LiveAllocations::add(ResourceKind kind, std::uintptr_t address, std::int64_t bytes,
                          std::uint32_t epoch, Stack stack) {
  live_.erase(address);
  if (live_.size() >= most || epoch >= AllocationTracker::most_epochs) {
    ++lost_;
    return;
  }
  const std::size_t place = stacks_.try_emplace(std::move(stack), stacks_.size()).first->second;
  live_.emplace(address, Allocation{kind, bytes, epoch, place});
}

OutstandingAllocations LiveAllocations::by_stack() const {
  std::vector<const Stack*> stacks(stacks_.size());
  for (const auto& [stack, place] : stacks_) stacks[place] = &stack;
  std::map<std::pair<ResourceKind, std::size_t>, AllocationGroup> groups;
  for (const auto& [address, allocation] : live_) {
    const auto [found, is_new] = groups.try_emplace({allocation.kind, allocation.stack});
    AllocationGroup& group = found->second;
    if (is_new) {
      group = {.kind = allocation.kind,
               .stack = *stacks[allocation.stack],
               .smallest = allocation.bytes,
               .largest = allocation.bytes};
    }
    group.by_epoch.resize(std::max<std::size_t>(group.by_epoch.size(), allocation.epoch + 1));
    ++group.by_epoch[allocation.epoch];
    group.bytes += allocation.bytes;
    group.smallest = std::min(group.smallest, allocation.bytes);
    group.largest = std::max(group.largest, allocation.bytes);
  }
  OutstandingAllocations result{.lost = lost_};
  for (auto& [key, group] : groups) result.groups.push_back(std::move(group));
  return result;
}

}  // namespace leakproof::tracing
