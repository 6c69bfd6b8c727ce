// SPDX-License-Identifier: MIT
#include "environment/client_sockets.hpp"

#include <netinet/tcp.h>

#include "posix/socket_table.hpp"

namespace leakproof {

void add_client_sockets(server::LedgerCounts& counts, int port) {
  // The kernel takes ten milliseconds to answer, so it is queried only if the client can
  // hold many sockets.
  constexpr std::int64_t few = 8;
  const bool origin_closed_some = counts.connections > counts.open + counts.closed_by_client;
  if (!origin_closed_some && counts.open <= few) {
    counts.close_wait = 0;
    return;
  }
  const auto sockets =
      tcp_sockets({.states = 1U << TCP_CLOSE_WAIT | 1U << TCP_ESTABLISHED, .peer_port = port});
  if (!sockets) return;
  counts.close_wait = counts.unread_bytes = 0;
  for (const TcpSocket& socket : *sockets) {
    if (!socket.leads_to_loopback) continue;
    *counts.close_wait += socket.state == TCP_CLOSE_WAIT ? 1 : 0;
    *counts.unread_bytes += socket.unread_bytes;
  }
}

}  // namespace leakproof
