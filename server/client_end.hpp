// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>

namespace leakproof::server {

/// A connection as the client's kernel knows it. Addresses are IPv4, in host byte order.
struct ClientEnd {
  std::uint32_t address = 0;
  int port = 0;
  std::uint32_t server_address = 0;
  int server_port = 0;

  bool operator==(const ClientEnd&) const = default;
};

/// What only the kernel's socket table knows of a client. The server does not query it: the code
/// that runs the origin answers these questions, from any thread, at any time.
struct ClientQueries {
  /// May it connect? Without an answer, everybody may.
  std::function<bool(const ClientEnd&)> may_connect{};

  /// It has ended its side of the connection. Does it still wait for the reply? Without an
  /// answer, it has left.
  std::function<bool(const ClientEnd&)> still_waits{};
};

}  // namespace leakproof::server
