// SPDX-License-Identifier: MIT
#pragma once

#include <cerrno>

#include "interposer/fault.hpp"

/// Failing within the worker, as the supervisor orders.
namespace leakproof::preload {

/// This process's, or one that is never on. In a forked child still its
/// parent's, until the child has counters of its own.
extern constinit std::atomic<Fault*> fault;

/// Counts this call, and says whether it is one of those that are to fail.
[[gnu::cold]] bool reach(Fault&, FailedCall);

inline bool is_on(const Fault& order) {
  return order.state.load(std::memory_order_relaxed) == FaultState::on;
}

/// Whether a call that is about to be made must fail instead. Ask once for each.
inline bool must_fail(FailedCall call = FailedCall::allocation) {
  Fault& order = *fault.load(std::memory_order_relaxed);
  return is_on(order) && reach(order, call);
}

/// What an allocation that must fail returns.
[[gnu::cold]] inline void* no_memory() {
  errno = ENOMEM;
  return nullptr;
}

/// This process's counters have moved there; null: it has none.
void await_faults_at(Fault*);

}  // namespace leakproof::preload
