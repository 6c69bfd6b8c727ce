// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace leakproof {

/// How the client is used, independently of the scenario.
struct ClientUsage {
  int threads = 1;                // threads that fetch concurrently
  bool thread_each = false;       // start a new thread for each fetch
  bool client_each = false;       // create a new client for each fetch
  std::int64_t cancel_after = 0;  // cancel after this many body bytes; 0: as the scenario sets it
  std::chrono::milliseconds timeout{};  // the client's time-out; 0: as the scenario sets it

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a literal 0 in it
  auto operator<=>(const ClientUsage&) const = default;
};

}  // namespace leakproof
