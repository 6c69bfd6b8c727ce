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

/// The heap of one process, as the interposer counted it.
struct HeapCounts {
  std::int64_t live_blocks = 0;
  std::int64_t live_bytes = 0;       // as the allocator rounds them
  std::int64_t mapped_bytes = 0;     // by the program directly, not by its allocator
  std::int64_t allocations = 0;      // total number, freed or not; a realloc counts as one
  std::int64_t allocated_bytes = 0;  // total of all allocations
  bool has_sizes = true;             // false: the allocator does not tell the size of a block

  bool operator==(const HeapCounts&) const = default;
};

/// What an allocator has obtained from the kernel.
struct Reserve {
  std::int64_t bytes = 0;      // live blocks, and what it holds free
  std::int64_t untouched = 0;  // at most so much of these has never been used
};

/// The table in which preloaded workers count, for up to 64 processes at a time. It is in
/// memory that the workers map, too, so a reading does not involve them. It must outlive
/// them.
class HeapTable {
 public:
  /// `interposer` is the path of libleakproof-heap.so. Throws std::system_error if the file
  /// does not exist or shared memory cannot be created.
  explicit HeapTable(const std::filesystem::path& interposer);

  /// A table that no worker is told of.
  HeapTable();
  ~HeapTable();
  HeapTable(const HeapTable&) = delete;
  HeapTable& operator=(const HeapTable&) = delete;

  /// The variables ("NAME=value") that a worker needs. A library that the user preloads is
  /// kept, after the interposer.
  std::vector<std::string> environment() const;

  /// The descriptor of the shared memory.
  int descriptor() const { return memory_.get(); }

  /// Exact while the process makes no allocation. nullopt if the process cannot be observed:
  /// not preloaded, or some of its calls of malloc or free may bypass the interposer.
  std::optional<HeapCounts> read(pid_t) const;

  /// May calls of malloc or free bypass the interposer? A library is then loaded with
  /// RTLD_DEEPBIND, or in a namespace of its own.
  bool is_bypassed(pid_t) const;

  /// What the allocator of the process has obtained from the kernel; nullopt if it is not known.
  std::optional<Reserve> reserve(pid_t) const;

  /// Makes the process write libc's part of reserve() at its next call of the allocator. Give the
  /// order only while the process is idle; it is ignored while allocations are tracked.
  void order_reserve(pid_t) const;

  /// The fault order of the process; null if the process is not counted.
  preload::Fault* fault(pid_t) const;

  /// The tracking order of the process; null if the process is not counted.
  preload::TrackingOrder* tracking_order(pid_t) const;

  /// The tracked allocations. clear_tracking_table() removes all of them.
  const preload::TrackingTable& tracking_table() const;
  void clear_tracking_table() const;

  /// The written parts of `size` bytes of the tracking table, as [begin, end) offsets from
  /// `start`. Reading the other parts would allocate memory for them.
  std::vector<std::pair<std::size_t, std::size_t>> written(const void* start,
                                                           std::size_t size) const;

 private:
  preload::Slot* slot(pid_t) const;

  std::string interposer_;
  Fd library_;  // open only if LD_PRELOAD cannot contain the path
  Fd memory_;
  std::string memory_path_;
  preload::Table* table_ = nullptr;
};

}  // namespace leakproof
