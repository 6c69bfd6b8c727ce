// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "interposer/supervisor/heap_table.hpp"
#include "interposer/tracking_table.hpp"

namespace leakproof {

using preload::ResourceKind;

/// Resources of one kind that were allocated from one stack while tracking was on, and that
/// still exist.
struct AllocationGroup {
  ResourceKind kind = ResourceKind::block;
  std::vector<std::uintptr_t> stack{};   // return addresses, innermost first
  std::vector<std::int64_t> by_epoch{};  // their number, by the epoch in which they were allocated
  std::int64_t bytes = 0;                // in total
  std::int64_t smallest = 0, largest = 0;  // bytes of one
  std::vector<int> descriptors{};          // if kind is descriptor
};

/// The outstanding allocations of a process, as far as the tables had room.
struct OutstandingAllocations {
  std::vector<AllocationGroup> groups{};
  std::int64_t lost = 0;  // not tracked, because a table was full
};

/// Makes a preloaded process track its allocations and their stacks. Only one process of a
/// table at a time. Give orders only while the process is idle.
class AllocationTracker {
 public:
  /// The table must outlive it. Has no effect if the process is not observed.
  AllocationTracker(const HeapTable&, pid_t);
  ~AllocationTracker();
  AllocationTracker(const AllocationTracker&) = delete;
  AllocationTracker& operator=(const AllocationTracker&) = delete;

  bool is_observed() const { return order_ != nullptr; }

  /// At its next allocation the process loads its unwinder, but does not track anything
  /// yet.
  void prepare();

  /// Tracks allocations from now on, in this epoch: 0, 1, …, below `most_epochs`.
  void track(std::uint32_t epoch);

  /// Stops tracking new allocations; releases are still tracked.
  void only_forget();

  /// The allocations not yet released. Also works after the process has died. Data that the
  /// process wrote is validated, not trusted.
  OutstandingAllocations read() const;

  static constexpr std::uint32_t most_epochs = 64;

 private:
  const HeapTable& table_;
  preload::TrackingOrder* order_;
};

}  // namespace leakproof
