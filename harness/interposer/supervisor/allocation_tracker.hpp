// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "interposer/supervisor/heap_table.hpp"
#include "interposer/tracking_table.hpp"

namespace leakproof {

using preload::ResourceKind;

/// Things of one kind that one stack made while it was watched, and that are
/// still there.
struct AllocationGroup {
  ResourceKind kind = ResourceKind::block;
  std::vector<std::uintptr_t> stack{};     // return addresses, innermost first
  std::vector<std::int64_t> by_epoch{};    // how many, by when they were made
  std::int64_t bytes = 0;                  // of all of them
  std::int64_t smallest = 0, largest = 0;  // bytes of one
  std::vector<int> descriptors{};          // their numbers
};

/// What was found of a process, or as much of it as there was room for.
struct OutstandingAllocations {
  std::vector<AllocationGroup> groups{};
  std::int64_t lost = 0;  // not noted, for want of room
};

/// Has a preloaded process note what it makes and who made it. One process of a
/// table at a time. Orders are given while it is idle.
class AllocationTracker {
 public:
  /// The table must outlive it. Without effect where the process is not observed.
  AllocationTracker(const HeapTable&, pid_t);
  ~AllocationTracker();
  AllocationTracker(const AllocationTracker&) = delete;
  AllocationTracker& operator=(const AllocationTracker&) = delete;

  bool is_observed() const { return order_ != nullptr; }

  /// At its next allocation the process makes itself ready, and notes nothing yet.
  void prepare();

  /// What it makes from now on belongs to this epoch: 0, 1, …, below `most_epochs`.
  void track(std::uint32_t epoch);

  /// Nothing more is noted; what goes is still forgotten.
  void only_forget();

  /// What is left. Works on a process that has died, too; nothing that it wrote is
  /// trusted.
  OutstandingAllocations read() const;

  static constexpr std::uint32_t most_epochs = 64;

 private:
  const HeapTable& table_;
  preload::TrackingOrder* order_;
};

}  // namespace leakproof
