// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "upstream.hpp"

namespace leakproof::server {

/// Called as a connection goes on.
struct RelayEvents {
  std::function<void()> asked;     // a request's head has come; it goes on when this returns
  std::function<void()> answered;  // the reply to it has been passed on whole
};

/// Passes requests on to the upstream server, and replies back, byte by byte as they come:
/// bodies, trailers, and the ends of connections, resets included. Only the Host header
/// is rewritten. Returns when the connection has ended: true where no reply was under way.
/// Does not close `client`.
bool relay(int client, const Upstream&, const RelayEvents&);

}  // namespace leakproof::server
