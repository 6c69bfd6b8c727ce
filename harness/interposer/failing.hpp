// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>

#include "interposer/fault.hpp"

/// Makes calls within the worker fail, as the supervisor orders.
namespace leakproof::preload {

/// The fault of this process, or one that is never on. In a forked child it is the parent's
/// until the child has its own counters.
extern constinit std::atomic<Fault*> fault;

/// Counts this call and returns whether it must fail.
[[gnu::cold]] bool reach(Fault&, FailedCall);

inline bool is_on(const Fault& order) {
  return order.state.load(std::memory_order_relaxed) == FaultState::on;
}

/// Returns whether a call that is about to be made must fail instead. Call it exactly once
/// for each.
inline bool must_fail(FailedCall call = FailedCall::allocation) {
  Fault& order = *fault.load(std::memory_order_relaxed);
  return is_on(order) && reach(order, call);
}

/// The result of an allocation that must fail.
[[gnu::cold]] inline void* no_memory() {
  errno = ENOMEM;
  return nullptr;
}

/// Sets where this process's fault is; null if it has no counters.
void await_faults_at(Fault*);

}  // namespace leakproof::preload
