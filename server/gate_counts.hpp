// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace leakproof::server {

/// The number of fetches that have passed the origin's gate, and of those that wait at it.
struct GateCounts {
  std::int64_t passed = 0;     // fetches let through since the origin started
  std::int64_t under_way = 0;  // requests let through and not yet answered
  std::int64_t broken = 0;     // answered requests whose reply broke off
  std::int64_t held = 0;       // requests that wait and whose client is still connected

  bool operator==(const GateCounts&) const = default;
};

}  // namespace leakproof::server
