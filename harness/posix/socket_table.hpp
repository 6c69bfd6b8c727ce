// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace leakproof {

/// A TCP socket in this network namespace.
struct TcpSocket {
  std::uint32_t inode = 0;  // as in "socket:[inode]"; 0: no process owns it any more
  int port = 0;
  int peer_port = 0;
  std::uint8_t state = 0;          // TCP_ESTABLISHED and so on, see <netinet/tcp.h>
  std::uint32_t unread_bytes = 0;  // received and not read
  bool leads_to_loopback = false;  // its peer address is 127.0.0.1
  std::uint32_t user = 0;          // who made it
};

/// Which sockets to list.
struct SocketFilter {
  std::uint32_t states = 0;  // bits: 1 << TCP_ESTABLISHED and so on
  int port = 0;              // local port; 0: any
  int peer_port = 0;         // peer's port; 0: any
};

/// The sockets of both IPv4 and IPv6; nullopt if the kernel does not answer. The kernel
/// walks its whole socket table, which takes about ten milliseconds.
std::optional<std::vector<TcpSocket>> tcp_sockets(const SocketFilter&);

/// The two ends of a connection. Addresses are IPv4, in host byte order.
struct TcpEnds {
  std::uint32_t address = 0;
  int port = 0;
  std::uint32_t peer_address = 0;
  int peer_port = 0;
};

/// The socket at the first of these ends. nullopt if no such connection exists or the kernel
/// does not answer. Takes microseconds.
std::optional<TcpSocket> tcp_socket_between(const TcpEnds&);

/// "ESTABLISHED" and so on; "another state" for an unknown number.
std::string_view tcp_state_name(std::uint8_t state);

}  // namespace leakproof
