// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace leakproof {

/// What the origin saw of one trial.
struct Ledger {
  std::int64_t requests = 0;
  std::int64_t complete = 0;     // replies sent whole
  std::int64_t broken = 0;       // replies that broke off, on either side
  std::int64_t connections = 0;  // accepted since the start
  std::int64_t open = 0;         // of those, neither side has closed yet
  std::int64_t closed_by_client = 0;
  std::int64_t sent_bytes = 0;                 // by the origin, heads of replies included
  std::optional<std::int64_t> close_wait{};    // closed by the origin, still held by the client
  std::optional<std::int64_t> unread_bytes{};  // that the client received and did not read
};

}  // namespace leakproof
