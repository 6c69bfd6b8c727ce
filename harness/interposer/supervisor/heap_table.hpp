// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "posix/fd.hpp"

namespace leakproof {

namespace preload {
struct Fault;
struct TrackingOrder;
struct TrackingTable;
struct Slot;
struct Table;
}  // namespace preload

/// One process's heap, by the interposer's count.
struct HeapCounts {
  std::int64_t live_blocks = 0;
  std::int64_t live_bytes = 0;       // as the allocator rounds them
  std::int64_t mapped_bytes = 0;     // by the program itself, past its allocator
  std::int64_t allocations = 0;      // ever made, freed or not; a realloc is one
  std::int64_t allocated_bytes = 0;  // by all of these

  bool operator==(const HeapCounts&) const = default;
};

/// Where preloaded workers count, for 64 processes at a time. Lives in memory
/// that the workers map too, so a reading asks nothing of them. Outlives them.
class HeapTable {
 public:
  /// `interposer` is libleakproof-heap.so. Throws std::system_error if that is
  /// not there, or if there is no memory to share.
  explicit HeapTable(const std::filesystem::path& interposer);

  /// For a forked child that has the interposer already and attaches by itself.
  HeapTable();
  ~HeapTable();
  HeapTable(const HeapTable&) = delete;
  HeapTable& operator=(const HeapTable&) = delete;

  /// "NAME=value" of what a worker needs in place of ours. A preload that the
  /// user asked for stays, behind the interposer.
  std::vector<std::string> environment() const;

  /// Of the memory, for leakproof_attach() in a forked child.
  int descriptor() const { return memory_.get(); }

  /// Exact while the process makes no allocation. Nothing if it cannot be
  /// observed: not preloaded, or allocating by means of its own.
  std::optional<HeapCounts> read(pid_t) const;

  /// Where the process awaits an order to fail; null where nobody counts for it.
  preload::Fault* fault(pid_t) const;

  /// Where the process awaits an order to note; null where nobody counts for it.
  preload::TrackingOrder* tracking_order(pid_t) const;

  /// What it notes there; and all of it forgotten.
  const preload::TrackingTable& tracking_table() const;
  void clear_tracking_table() const;

  /// Those parts of `size` bytes of the notes that anything was written to, as
  /// offsets from `start`. To look at the rest would take memory for it.
  std::vector<std::pair<std::size_t, std::size_t>> written(const void* start,
                                                           std::size_t size) const;

 private:
  preload::Slot* slot(pid_t) const;

  std::string interposer_;
  Fd library_;  // open only where LD_PRELOAD could not spell the path
  Fd memory_;
  std::string memory_path_;
  preload::Table* table_ = nullptr;
};

}  // namespace leakproof
