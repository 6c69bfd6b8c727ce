// SPDX-License-Identifier: MIT
#pragma once

#include "interposer/tracking_table.hpp"

/// Tracks allocations within the worker, as the supervisor orders.
namespace leakproof::preload {

inline std::uintptr_t id_of(const void* block) { return reinterpret_cast<std::uintptr_t>(block); }

/// The order to this process, or one that is always off. In a forked child it is the
/// parent's until the child has its own counters.
extern constinit std::atomic<TrackingOrder*> tracking_order;

inline TrackingState tracking_state() {
  return tracking_order.load(std::memory_order_relaxed)->state.load(std::memory_order_relaxed);
}

/// Called at every allocation.
inline bool has_order() { return tracking_state() != TrackingState::off; }

inline bool is_tracking() { return tracking_state() > TrackingState::reserve; }

/// Records that the resource exists and that the current stack allocated it. Here and
/// below, call only if is_tracking().
[[gnu::cold]] void track(ResourceKind, std::uintptr_t id, std::size_t bytes);

/// As track() for a block, and returns the block, so that a caller can use a tail call and
/// does not appear in the stack. Also carries out an order to write the allocator's figures: call
/// it if has_order().
[[gnu::cold]] void* tracked_block(void* block, std::size_t bytes);

/// Records that the resource is about to be released. Call it before the system or the
/// allocator can reuse its number or address.
[[gnu::cold]] TrackingTable::Gone forget(ResourceKind, std::uintptr_t id);

/// Undoes forget(), because the release failed.
[[gnu::cold]] void restore(const TrackingTable::Gone&);

/// Sets the table, which is shared with the supervisor; and where this process's orders are
/// (null: it has none).
void track_in(TrackingTable*);
void await_tracking_orders_at(TrackingOrder*);

}  // namespace leakproof::preload
