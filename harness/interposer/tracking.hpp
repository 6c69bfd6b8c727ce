// SPDX-License-Identifier: MIT
#pragma once

#include "interposer/tracking_table.hpp"

/// Noting within the worker, as the supervisor orders.
namespace leakproof::preload {

inline std::uintptr_t id_of(const void* block) { return reinterpret_cast<std::uintptr_t>(block); }

/// This process's, or one that is always off. In a forked child still its
/// parent's, until the child has counters of its own.
extern constinit std::atomic<TrackingOrder*> tracking_order;

/// Asked at every allocation.
inline bool is_tracking() {
  return tracking_order.load(std::memory_order_relaxed)->state.load(std::memory_order_relaxed) !=
         TrackingState::off;
}

/// It exists from now on, and this is the stack that made it. Ask is_tracking() first,
/// here and below.
[[gnu::cold]] void track(ResourceKind, std::uintptr_t id, std::size_t bytes);

/// The same of a block, which is handed back: a caller that returns this leaves no
/// frame behind.
[[gnu::cold]] void* tracked_block(void* block, std::size_t bytes);

/// It is about to go: said before the system or the allocator can give its
/// number or its address to anyone else.
[[gnu::cold]] TrackingTable::Gone forget(ResourceKind, std::uintptr_t id);

/// It stayed.
[[gnu::cold]] void restore(const TrackingTable::Gone&);

/// The table, shared with the supervisor; and where this process's orders are now
/// (null: it has none).
void track_in(TrackingTable*);
void await_tracking_orders_at(TrackingOrder*);

}  // namespace leakproof::preload
