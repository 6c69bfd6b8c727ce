// SPDX-License-Identifier: MIT
#include "interposer/supervisor/allocation_tracker.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "interposer/counters.hpp"

namespace leakproof {
namespace {

using preload::TrackedResource;
using preload::TrackedStack;
using preload::TrackingState;
using preload::TrackingTable;

std::vector<std::uintptr_t> addresses_of(const TrackedStack& stack) {
  const auto depth = std::min<std::uint64_t>(stack.depth, stack.addresses.size());
  return {stack.addresses.begin(), stack.addresses.begin() + static_cast<std::ptrdiff_t>(depth)};
}

/// Groups tracked resources by kind and stack, in the order of each group's first resource.
class Gathering {
 public:
  explicit Gathering(const TrackingTable& table) : table_(table) {}

  void add(const TrackedResource& noted) {
    const std::uint64_t key = noted.key;
    const std::uint32_t stack = noted.stack;
    const std::uint32_t epoch = noted.epoch;
    const auto kind = TrackingTable::thing_of(key);
    if (key == 0 || kind > ResourceKind::thread || stack >= TrackingTable::most_stacks ||
        epoch >= AllocationTracker::most_epochs) {
      return;
    }
    const auto [place, is_new] = places_.try_emplace(std::pair(kind, stack), found_.size());
    if (is_new) {
      found_.push_back({.kind = kind, .stack = addresses_of(table_.stacks[stack])});
    }
    AllocationGroup& group = found_[place->second];
    if (group.by_epoch.size() <= epoch) group.by_epoch.resize(epoch + 1);
    ++group.by_epoch[epoch];
    constexpr std::uint64_t most = std::uint64_t{1} << 40;  // more than any process can have
    const auto bytes = static_cast<std::int64_t>(std::min<std::uint64_t>(noted.bytes, most));
    group.bytes += bytes;
    group.smallest = is_new ? bytes : std::min(group.smallest, bytes);
    group.largest = std::max(group.largest, bytes);
    if (kind == ResourceKind::descriptor)
      group.descriptors.push_back(TrackingTable::descriptor_of(key));
  }

  std::vector<AllocationGroup> found() && { return std::move(found_); }

 private:
  const TrackingTable& table_;
  std::map<std::pair<ResourceKind, std::uint32_t>, std::size_t> places_;
  std::vector<AllocationGroup> found_;
};

// The worker may have written any value, so clamp it.
std::int64_t value(const std::atomic<std::uint64_t>& number) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(number, INT64_MAX));
}

}  // namespace

AllocationTracker::AllocationTracker(const HeapTable& table, pid_t pid)
    : table_(table), order_(table.tracking_order(pid)) {}

AllocationTracker::~AllocationTracker() {
  if (order_ != nullptr) order_->state = TrackingState::off;
}

void AllocationTracker::prepare() {
  if (order_ == nullptr) return;
  table_.clear_tracking_table();
  order_->state = TrackingState::preparing;
}

void AllocationTracker::track(std::uint32_t epoch) {
  if (order_ == nullptr) return;
  order_->epoch = epoch;
  order_->state = TrackingState::on;
}

void AllocationTracker::only_forget() {
  if (order_ != nullptr) order_->state = TrackingState::forgetting;
}

OutstandingAllocations AllocationTracker::read() const {
  if (order_ == nullptr) return {};
  const TrackingTable& table = table_.tracking_table();
  Gathering gathering(table);
  for (const auto& [first, last] : table_.written(table.resources.data(), sizeof table.resources)) {
    const auto index = [&](std::size_t offset) { return offset / sizeof(TrackedResource); };
    for (std::size_t i = index(first); i < index(last); ++i) gathering.add(table.resources[i]);
  }
  return {.groups = std::move(gathering).found(), .lost = value(table.lost)};
}

}  // namespace leakproof
