// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace leakproof {

/// The origin as a clock, for a worker that cannot be told when to work. While it
/// is shut it holds every fetch, so that the client is idle, and lets them through
/// by number.
class Gate {
 public:
  struct Counts {
    std::int64_t passed = 0;     // fetches let through since the start
    std::int64_t under_way = 0;  // requests let through and not yet answered
    std::int64_t broken = 0;     // of those answered, how many replies broke off
    std::int64_t held = 0;       // fetches that wait
    int client_port = 0;         // of the one that waits longest; 0 where none does

    bool operator==(const Counts&) const = default;
  };

  virtual ~Gate() = default;
  virtual void shut() = 0;
  virtual void let_through(std::int64_t fetches) = 0;
  virtual Counts counts() = 0;

  /// Readable once the counts have changed so that it may matter.
  virtual int event() const = 0;
};

}  // namespace leakproof
