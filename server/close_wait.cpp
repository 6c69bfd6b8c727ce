// SPDX-License-Identifier: MIT
// sock_diag(7), which ss(8) asks too. The kernel filters by state and port, so
// the answer is as short as what is left to count.
#include "close_wait.hpp"

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
    message.request.idiag_states = 1U << TCP_CLOSE_WAIT;
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

std::optional<std::int64_t> count(DiagSocket& kernel, std::uint8_t family, int port) {
  if (!kernel.ask(family, port)) {
    return std::nullopt;
  }
  std::int64_t found = 0;
  for (auto part = kernel.receive(); !part.empty(); part = kernel.receive()) {
    while (part.size() >= sizeof(nlmsghdr)) {
      const auto header = read_as<nlmsghdr>(part);
      if (header.nlmsg_type == NLMSG_DONE) {
        return found;
      }
      if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || header.nlmsg_len > part.size()) {
        return std::nullopt;
      }
      found += leads_to_loopback(read_as<inet_diag_msg>(part.subspan(NLMSG_HDRLEN))) ? 1 : 0;
      part = part.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), part.size()));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> connections_in_close_wait(int port) {
  DiagSocket kernel;
  const auto ipv4 = count(kernel, AF_INET, port);
  // Java, for one, reaches 127.0.0.1 from an IPv6 socket. A kernel without IPv6
  // knows no such family, and then there is nothing to add.
  const auto ipv6 = count(kernel, AF_INET6, port);
  return ipv4 ? std::optional(*ipv4 + ipv6.value_or(0)) : std::nullopt;
}

}  // namespace leakproof::server
