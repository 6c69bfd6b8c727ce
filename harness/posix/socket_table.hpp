// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace leakproof {

/// A TCP socket of this network namespace.
struct TcpSocket {
  std::uint32_t inode = 0;  // as in "socket:[inode]"; 0: no process has it any more
  int port = 0;
  int peer_port = 0;
  std::uint8_t state = 0;          // TCP_ESTABLISHED and so on, see <netinet/tcp.h>
  std::uint32_t unread_bytes = 0;  // received and not read
  bool leads_to_loopback = false;  // its other end is 127.0.0.1
};

/// Which sockets to list.
struct SocketFilter {
  std::uint32_t states = 0;  // bits: 1 << TCP_ESTABLISHED and so on
  int port = 0;              // of this end; 0: any
  int peer_port = 0;         // of the other end; 0: any
};

/// The sockets of both IPv4 and IPv6. Nothing where the kernel does not say. The kernel
/// walks its whole table for this, which takes some ten milliseconds.
std::optional<std::vector<TcpSocket>> tcp_sockets(const SocketFilter&);

/// The socket of the connection between these two ports of 127.0.0.1, on the side of
/// `port`. Nothing where no such connection exists or the kernel does not say. Takes microseconds.
std::optional<TcpSocket> tcp_socket_between(int port, int peer_port);

/// "ESTABLISHED" and so on; "another state" for a number that is not known.
std::string_view tcp_state_name(std::uint8_t state);

}  // namespace leakproof
