// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "server/client_end.hpp"
#include "server/gate_counts.hpp"

namespace leakproof {

using server::ClientEnd;
using server::GateCounts;

/// Paces a worker that does not take orders. While the gate is shut, the origin withholds
/// every reply, so the client is idle; let_through() answers a given number of fetches.
class Gate {
 public:
  virtual ~Gate() = default;
  virtual void shut() = 0;
  virtual void open() = 0;  // for good
  virtual void let_through(std::int64_t fetches) = 0;
  virtual GateCounts counts() = 0;

  /// The clients whose requests are held, first come, first.
  virtual std::vector<ClientEnd> held_clients() = 0;

  /// A file descriptor that becomes readable when the counts change in a way that a
  /// supervisor may wait for. Owned by the gate.
  virtual int event() const = 0;
};

}  // namespace leakproof
