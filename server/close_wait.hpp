// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace leakproof::server {

/// Sockets of this machine in CLOSE_WAIT whose other end is `port` of loopback:
/// the server closed them, and the client still holds them. Asked of the kernel,
/// since the server has forgotten them. Nothing where the kernel does not say.
std::optional<std::int64_t> connections_in_close_wait(int port);

}  // namespace leakproof::server
