// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

/// A call that is to fail in the worker: ordered by the supervisor, carried out
/// by the interposer, both in memory that they share.
namespace leakproof::preload {

enum class FaultState : std::uint32_t {
  off,
  waiting,  // for leakproof_fetch_begins, which turns it on
  on,
};

enum class FaultKind : std::uint32_t {
  allocation,   // no memory
  error,        // of a system call: no descriptor is left, or the peer has reset
  interrupted,  // by a signal, before anything was sent or received
  cut_short,    // one byte is sent or received
};

enum class FailedCall : std::uint32_t { allocation, socket, connect, send, receive };

inline constexpr std::size_t deepest_stack = 48;

struct Fault {
  // The order: calls number first, first + 1, … fail, as many as `repeat`,
  // counted over all threads of the process since the fault is on.
  std::atomic<FaultState> state{};
  std::atomic<FaultKind> kind{};
  std::atomic<std::int64_t> first{};
  std::atomic<std::int64_t> repeat{};

  // What came of it.
  std::atomic<bool> fetches_are_marked{};  // the worker's loop says where they begin and end
  std::atomic<std::int64_t> reached{};     // calls so far
  std::atomic<std::int64_t> fired{};       // of those, how many failed
  std::atomic<FailedCall> call{};          // the first of them
  std::atomic<std::uint32_t> depth{};
  std::array<std::atomic<std::uintptr_t>, deepest_stack> stack{};  // its return addresses
};

}  // namespace leakproof::preload
