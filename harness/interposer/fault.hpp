// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

/// A call that is to fail in the worker, in memory shared by the supervisor, which orders
/// it, and the interposer, which executes the order.
namespace leakproof::preload {

enum class FaultState : std::uint32_t {
  off,
  waiting,  // for leakproof_fetch_begins, which turns it on
  on,
};

enum class FaultKind : std::uint32_t {
  allocation,   // no memory
  error,        // a system call fails: no descriptor is left, or the peer has reset
  interrupted,  // EINTR, before anything was sent or received
  cut_short,    // only one byte is sent or received
};

enum class FailedCall : std::uint32_t { allocation, socket, connect, send, receive };

inline constexpr std::size_t deepest_stack = 48;

struct Fault {
  // The order: `repeat` calls fail, beginning with number `first`, counted over all threads
  // of the process since the fault was turned on.
  std::atomic<FaultState> state{};
  std::atomic<FaultKind> kind{};
  std::atomic<std::int64_t> first{};
  std::atomic<std::int64_t> repeat{};

  // The result.
  std::atomic<bool> fetches_are_marked{};  // the worker's loop marks their begin and end
  std::atomic<std::int64_t> reached{};     // calls so far
  std::atomic<std::int64_t> fired{};       // number of calls that failed
  std::atomic<FailedCall> call{};          // the first that failed
  std::atomic<std::int32_t> thread{};      // that made it
  std::atomic<std::uint32_t> depth{};
  std::array<std::atomic<std::uintptr_t>, deepest_stack> stack{};  // its return addresses
};

}  // namespace leakproof::preload
