// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace leakproof::server {

/// What the client did, as observed by the origin.
struct LedgerCounts {
  std::int64_t requests = 0;
  std::int64_t complete = 0;          // replies handed to the kernel completely
  std::int64_t broken = 0;            // replies that either side broke off
  std::int64_t connections = 0;       // accepted since the start
  std::int64_t refused = 0;           // accepted and closed at once: no thread was available
  std::int64_t strangers = 0;         // refused connections of processes that are not measured
  std::int64_t without_upstream = 0;  // requests for which the upstream accepted no connection
  std::int64_t open = 0;              // connections that neither side has closed yet
  std::int64_t closed_by_client = 0;  // connections that the client closed first
  std::int64_t sent_bytes = 0;        // of all replies, including their heads

  // The client's side of the connections. Only the kernel has this information, and the
  // server does not query it: the code that runs the origin fills these in. nullopt: not
  // queried, or unknown.
  std::optional<std::int64_t> close_wait{};    // closed by the origin, still held by the client
  std::optional<std::int64_t> unread_bytes{};  // received by the client's kernel and not read

  bool operator==(const LedgerCounts&) const = default;
};

}  // namespace leakproof::server
