// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "server/gate_counts.hpp"

namespace leakproof {

using server::GateCounts;

/// Paces a worker that cannot be told when to work. While the gate is shut, the origin
/// holds every fetch, so that the client is idle; it lets a given number through.
class Gate {
 public:
  virtual ~Gate() = default;
  virtual void shut() = 0;
  virtual void let_through(std::int64_t fetches) = 0;
  virtual GateCounts counts() = 0;

  /// A descriptor, readable once the counts have changed in a way that a supervisor may
  /// wait for.
  virtual int event() const = 0;
};

}  // namespace leakproof
