// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "interposer/fault.hpp"
#include "interposer/tracking_table.hpp"

/// What the interposer writes and the supervisor reads: one mapping that both
/// share, plain numbers and no pointers. A reading costs the worker nothing.
namespace leakproof::preload {

/// Names the table's file to the interposer.
inline constexpr char table_variable[] = "LEAKPROOF_HEAP";

inline constexpr std::size_t slot_count = 64;
inline constexpr std::size_t stripe_count = 64;
inline constexpr std::size_t cache_line = 64;

using Counter = std::atomic<std::int64_t>;
static_assert(Counter::is_always_lock_free);

/// Only ever grows, so that live = allocated - freed can be had at any time,
/// and so can what a fetch allocates.
struct Tally {
  Counter blocks{};
  Counter bytes{};  // malloc_usable_size: what the allocator really handed out
};

/// The counts of one thread at a time, which needs no locked instruction.
struct alignas(cache_line) Stripe {
  Tally allocated{};
  Tally freed{};
};

/// The counts of one process.
struct alignas(cache_line) Slot {
  TrackingOrder tracking{};  // the states of this and of what follows are asked at every call
  Fault fault{};
  Counter mapped_bytes{};
  std::array<Stripe, stripe_count> stripes{};  // the first is for all threads without their own
};

struct Table {
  std::atomic<std::uint32_t> magic{};
  std::atomic<std::uint32_t> version{};

  /// Whose slot it is: 0 nobody's, -pid while pid sets it up. Apart from the
  /// slots, so that looking for one touches a single page.
  std::array<std::atomic<std::int32_t>, slot_count> owners{};
  std::array<Slot, slot_count> slots{};
};
static_assert(std::is_standard_layout_v<Table> && std::is_trivially_destructible_v<Table>);

inline constexpr std::uint32_t table_magic = 0x6c6b7066;
inline constexpr std::uint32_t table_version = 5;

/// Behind the table, for the one process that is ordered to note. Zero from the
/// start, which is as it should be, so nothing need construct it: that would take
/// all the memory that it is spared.
inline constexpr std::size_t page = 4096;
inline constexpr std::size_t notes_offset = (sizeof(Table) + page - 1) / page * page;
inline constexpr std::size_t shared_size = notes_offset + sizeof(TrackingTable);
static_assert(std::is_standard_layout_v<TrackingTable> &&
              std::is_trivially_destructible_v<TrackingTable>);

inline TrackingTable* tracking_table_behind(Table* table) {
  return reinterpret_cast<TrackingTable*>(reinterpret_cast<std::byte*>(table) + notes_offset);
}

}  // namespace leakproof::preload
