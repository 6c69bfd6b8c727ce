// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>

#include "upstream.hpp"

namespace leakproof::server {

/// Called while a connection is relayed.
struct RelayEvents {
  std::function<bool()> asked;  // a request's head has arrived; it is passed on if this is true
  std::function<void()> unreachable;             // the upstream accepts no connection
  std::function<void(std::int64_t bytes)> sent;  // so much of a reply has been passed on
  std::function<void()> answered;                // it has been passed on completely
};

/// Passes requests on to the upstream server, and replies back, byte for byte as they
/// arrive: bodies, trailers, and the ends of connections, including resets. Only the Host
/// header is rewritten. Returns when the connection has ended: true if no reply was under
/// way. Does not close `client`.
bool relay(int client, const Upstream&, const RelayEvents&);

}  // namespace leakproof::server
