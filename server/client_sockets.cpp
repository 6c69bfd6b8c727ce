// SPDX-License-Identifier: MIT
// sock_diag(7), which ss(8) asks too. The kernel filters by state and port.
#include "client_sockets.hpp"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace leakproof::server {
namespace {

class DiagSocket {
 public:
  DiagSocket() = default;
  DiagSocket(const DiagSocket&) = delete;
  DiagSocket& operator=(const DiagSocket&) = delete;
  ~DiagSocket() { ::close(socket_); }

  bool ask(std::uint8_t family, int port) const {
    struct {
      nlmsghdr header{};
      inet_diag_req_v2 request{};
    } message;
    message.header.nlmsg_len = sizeof message;
    message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.request.sdiag_family = family;
    message.request.sdiag_protocol = IPPROTO_TCP;
    message.request.idiag_states = 1U << TCP_CLOSE_WAIT | 1U << TCP_ESTABLISHED;
    message.request.id.idiag_dport = htons(static_cast<std::uint16_t>(port));
    return ::send(socket_, &message, sizeof message, 0) == sizeof message;
  }

  /// The next part of the answer; empty where there is none.
  std::span<const char> receive() {
    const auto size = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    return {buffer_.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  }

 private:
  int socket_ = ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  std::array<char, 32 * 1024> buffer_;  // as netlink(7) advises
};

template <class T>
T read_as(std::span<const char> bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

bool leads_to_loopback(const inet_diag_msg& connection) {
  // An IPv6 socket holds an IPv4 address in its last four bytes.
  const auto address = connection.id.idiag_dst[connection.idiag_family == AF_INET6 ? 3 : 0];
  return address == htonl(INADDR_LOOPBACK);
}

std::optional<ClientSockets> look(DiagSocket& kernel, std::uint8_t family, int port) {
  if (!kernel.ask(family, port)) {
    return std::nullopt;
  }
  ClientSockets found;
  for (auto part = kernel.receive(); !part.empty(); part = kernel.receive()) {
    while (part.size() >= sizeof(nlmsghdr)) {
      const auto header = read_as<nlmsghdr>(part);
      if (header.nlmsg_type == NLMSG_DONE) {
        return found;
      }
      if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || header.nlmsg_len > part.size()) {
        return std::nullopt;
      }
      const auto connection = read_as<inet_diag_msg>(part.subspan(NLMSG_HDRLEN));
      if (leads_to_loopback(connection)) {
        found.in_close_wait += connection.idiag_state == TCP_CLOSE_WAIT ? 1 : 0;
        found.unread_bytes += connection.idiag_rqueue;
      }
      part = part.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), part.size()));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<ClientSockets> sockets_of_clients(int port) {
  DiagSocket kernel;
  const auto ipv4 = look(kernel, AF_INET, port);
  // Java, for one, reaches 127.0.0.1 from an IPv6 socket. A kernel without IPv6
  // knows no such family, and then there is nothing to add.
  const auto ipv6 = look(kernel, AF_INET6, port).value_or(ClientSockets{});
  if (!ipv4) return std::nullopt;
  return ClientSockets{.in_close_wait = ipv4->in_close_wait + ipv6.in_close_wait,
                       .unread_bytes = ipv4->unread_bytes + ipv6.unread_bytes};
}

}  // namespace leakproof::server
