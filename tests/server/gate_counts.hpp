// SPDX-License-Identifier: MIT
#pragma once

#include <poll.h>
#include <sys/eventfd.h>

#include "server/origin.hpp"

namespace leakproof::server {

/// Waits until the counts of the origin's gate satisfy `holds`, ten seconds at most. Polls,
/// because the gate signals a held request, but detects a hung-up client only in counts().
template <typename Predicate>
GateCounts until(Origin& origin, Predicate holds) {
  Gate& gate = origin.gate();
  GateCounts counts = gate.counts();
  for (int turn = 0; turn < 10'000 && !holds(counts); ++turn) {
    pollfd told{.fd = gate.event(), .events = POLLIN, .revents = 0};
    eventfd_t ignored = 0;
    if (::poll(&told, 1, 1) == 1) ::eventfd_read(gate.event(), &ignored);
    counts = gate.counts();
  }
  return counts;
}

inline auto held(std::int64_t requests) {
  return [requests](const GateCounts& counts) { return counts.held == requests; };
}

}  // namespace leakproof::server
