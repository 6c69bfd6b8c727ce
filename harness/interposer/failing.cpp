// SPDX-License-Identifier: MIT
#include "interposer/failing.hpp"

#include <execinfo.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "interposer/counting.hpp"

namespace leakproof::preload {
namespace {

constinit Fault never{};

// Every allocation of every thread reads the state. Reading it before the exchange keeps
// its cache line shared.
void turn(Fault& order, FaultState from, FaultState to) {
  if (order.state == from) order.state.compare_exchange_strong(from, to);
}

// Uses libc's unwinder. It loads libgcc, but only into a process in which a call is to
// fail, and it takes no lock at a look-up.
void note_stack(Fault& order) {
  std::array<void*, deepest_stack> addresses{};
  const int depth = ::backtrace(addresses.data(), static_cast<int>(addresses.size()));
  const auto known = static_cast<std::size_t>(std::max(0, depth));
  for (std::size_t i = 0; i < known; ++i) {
    order.stack[i] = reinterpret_cast<std::uintptr_t>(addresses[i]);
  }
  order.depth = static_cast<std::uint32_t>(known);
}

// The first unwinding loads a library, which must not happen while the client itself is
// loading one.
void make_ready_to_unwind() {
  static constinit std::atomic<bool> is_ready = false;
  if (is_ready.exchange(true)) return;
  void* address = nullptr;
  ::backtrace(&address, 1);
}

// A call that creates or connects a socket cannot be interrupted or cut short.
bool can_be(FaultKind kind, FailedCall call) {
  const bool transfers = call == FailedCall::send || call == FailedCall::receive;
  return transfers || kind == FaultKind::allocation || kind == FaultKind::error;
}

// False for allocations of the interposer itself, and in a child forked from the target
// process.
bool is_the_clients() {
  return !mine.failing && !mine.measuring && !mine.nested && !mine.resolving && !mine.asked &&
         self.load()->era != 0;
}

}  // namespace

LEAKPROOF_HOT constinit std::atomic<Fault*> fault = &never;

void await_faults_at(Fault* place) { fault = place ? place : &never; }

bool reach(Fault& order, FailedCall call) {
  const FaultKind kind = order.kind;
  const bool of_memory = call == FailedCall::allocation;
  if (of_memory != (kind == FaultKind::allocation) || !is_the_clients()) return false;
  mine.failing = true;
  const int saved = errno;
  make_ready_to_unwind();
  const std::int64_t number = order.reached.fetch_add(1) + 1;
  const std::int64_t first = order.first;
  const bool fails = number >= first && number < first + order.repeat && can_be(kind, call);
  if (fails && number == first) {
    order.call = call;
    order.thread = static_cast<std::int32_t>(::syscall(SYS_gettid));
    note_stack(order);
  }
  if (fails) ++order.fired;
  errno = saved;
  mine.failing = false;
  return fails;
}

}  // namespace leakproof::preload

#pragma GCC visibility push(default)
extern "C" {

using namespace leakproof::preload;

// Called by the worker's loop (harness/loop/fetch_mark.hpp).
void leakproof_fetch_begins() {
  Fault& order = *fault.load();
  if (!order.fetches_are_marked) order.fetches_are_marked = true;
  turn(order, FaultState::waiting, FaultState::on);
}

void leakproof_fetch_ends() { turn(*fault.load(), FaultState::on, FaultState::off); }

}  // extern "C"
#pragma GCC visibility pop
