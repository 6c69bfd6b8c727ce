// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace leakproof {

/// In what way the client is used, on whatever scenario.
struct ClientUsage {
  int threads = 1;                      // that fetch at once
  bool thread_each = false;             // each fetch in a new one
  bool client_each = false;             // a new client for each fetch, in place of one for all
  std::int64_t cancel_after = 0;        // bytes of the body; 0: as the scenario has it
  std::chrono::milliseconds timeout{};  // the client's own; 0: as the scenario has it

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a literal 0 in it
  auto operator<=>(const ClientUsage&) const = default;
};

}  // namespace leakproof
