// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "interposer/fault.hpp"
#include "interposer/tracking_table.hpp"

/// What the interposer writes and the supervisor reads: one shared mapping with plain
/// numbers and no pointers. Reading it does not involve the worker.
namespace leakproof::preload {

/// The environment variable that contains the path of the table's file.
inline constexpr char table_variable[] = "LEAKPROOF_HEAP";
inline constexpr char table_name[] = "leakproof-heap";  // in /proc/PID/maps, behind "memfd:"

inline constexpr std::size_t slot_count = 64;
inline constexpr std::size_t stripe_count = 64;
inline constexpr std::size_t cache_line = 64;

using Counter = std::atomic<std::int64_t>;
static_assert(Counter::is_always_lock_free);

/// Only increases. live = allocated - freed, and the difference of two readings is what the
/// fetches in between allocated.
struct Tally {
  Counter blocks{};
  Counter bytes{};  // as malloc_usable_size reports them
};

/// The counts of one thread at a time, so that counting needs no locked instruction.
struct alignas(cache_line) Stripe {
  Tally allocated{};
  Tally freed{};
};

/// The counts of one process.
struct alignas(cache_line) Slot {
  TrackingOrder tracking{};  // this state and that of `fault` are read at every call
  Fault fault{};
  Counter mapped_bytes{};

  // What the allocator has obtained from the kernel: live blocks and what it holds free. Libc's
  // figures are as of the last order (TrackingState::reserve); other allocators' are current.
  Counter reserve{};       // by calls that are intercepted; libc's own are not
  Counter libc_reserve{};  // 0 if libc has not been ordered to report it
  Counter libc_top{};      // of these, at the top of the heap and perhaps never touched

  std::atomic<std::uint32_t> is_bypassed{};  // calls of malloc and free may go past the interposer
  std::atomic<std::uint32_t> lacks_sizes{};  // the allocator does not tell the size of a block
  std::array<Stripe, stripe_count> stripes{};  // threads without their own share the first
};

struct Table {
  std::atomic<std::uint32_t> magic{};
  std::atomic<std::uint32_t> version{};

  /// The process that owns each slot: 0 for none, -pid while pid sets it up. Stored
  /// separately from the slots, so that a search touches a single page.
  std::array<std::atomic<std::int32_t>, slot_count> owners{};
  std::array<Slot, slot_count> slots{};
};
static_assert(std::is_standard_layout_v<Table> && std::is_trivially_destructible_v<Table>);

inline constexpr std::uint32_t table_magic = 0x6c6b7066;
inline constexpr std::uint32_t table_version = 7;

/// The tracking table follows the table; it serves the one process that is ordered to
/// track. All zeros is its valid initial state, so it needs no construction, which would
/// touch and so occupy all of its memory.
inline constexpr std::size_t page = 4096;
inline constexpr std::size_t notes_offset = (sizeof(Table) + page - 1) / page * page;
inline constexpr std::size_t shared_size = notes_offset + sizeof(TrackingTable);
static_assert(std::is_standard_layout_v<TrackingTable> &&
              std::is_trivially_destructible_v<TrackingTable>);

inline TrackingTable* tracking_table_behind(Table* table) {
  return reinterpret_cast<TrackingTable*>(reinterpret_cast<std::byte*>(table) + notes_offset);
}

}  // namespace leakproof::preload
