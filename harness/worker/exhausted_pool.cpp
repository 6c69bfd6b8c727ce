// SPDX-License-Identifier: MIT
#include "worker/exhausted_pool.hpp"

#include <netinet/tcp.h>

#include <algorithm>
#include <utility>

#include "posix/endless_wait.hpp"
#include "posix/outer_events.hpp"
#include "posix/socket_table.hpp"

namespace leakproof {

std::int64_t ExhaustedPool::unread_connections() const {
  const auto sockets = tcp_sockets(
      {.states = 1U << TCP_CLOSE_WAIT | 1U << TCP_ESTABLISHED, .peer_port = server_port_});
  if (!sockets) return 0;
  const auto is_open = [](const TcpSocket& socket) {
    return socket.leads_to_loopback && socket.inode != 0;
  };
  const auto is_unread = [](const TcpSocket& socket) { return socket.unread_bytes > 0; };
  const auto open = std::ranges::count_if(*sockets, is_open);
  const auto unread = std::ranges::count_if(
      *sockets, [&](const TcpSocket& socket) { return is_open(socket) && is_unread(socket); });
  return unread == open ? unread : 0;
}

std::int64_t ExhaustedPool::look(const GateCounts& counts, Time now) {
  if (std::exchange(last_, counts) != counts) {
    unread_ = 0;
    next_look_ = now + std::chrono::seconds(1);
    return 0;
  }
  if (now < next_look_) return 0;
  next_look_ = now + std::chrono::seconds(1);
  const bool waits = counts.held == 0 && waits_without_limit(pid_);
  std::int64_t unread = waits ? unread_connections() : 0;
  if (unread > 0 && may_await_others(pid_, server_port_)) unread = 0;
  const std::int64_t before = std::exchange(unread_, unread);
  return unread == before ? unread : 0;
}

}  // namespace leakproof
