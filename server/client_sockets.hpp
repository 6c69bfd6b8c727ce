// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace leakproof::server {

/// What clients hold of a server's connections.
struct ClientSockets {
  std::int64_t in_close_wait = 0;  // the server closed them
  std::int64_t unread_bytes = 0;   // received, and not read from any of them
};

/// Sockets of this machine whose other end is `port` of loopback. Asked of the
/// kernel, since a server forgets those it closed. Nothing where it does not say.
std::optional<ClientSockets> sockets_of_clients(int port);

}  // namespace leakproof::server
