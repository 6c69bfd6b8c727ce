// SPDX-License-Identifier: MIT
// Uses sock_diag(7), as ss(8) does. /proc/net/tcp would have a line for each recent
// connection, including those in TIME_WAIT; here the kernel filters.
#include "posix/socket_table.hpp"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <span>

#include "posix/fd.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_sockets = 1 << 20;
constexpr timeval longest_answer{.tv_sec = 2, .tv_usec = 0};

struct Question {
  nlmsghdr header{};
  inet_diag_req_v2 request{};
};

Question question(std::uint8_t family, std::uint16_t flags, const SocketFilter& filter) {
  Question question;
  question.header.nlmsg_len = sizeof question;
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
  question.request.sdiag_family = family;
  question.request.sdiag_protocol = IPPROTO_TCP;
  question.request.idiag_states = filter.states;
  question.request.id.idiag_sport = htons(static_cast<std::uint16_t>(filter.port));
  question.request.id.idiag_dport = htons(static_cast<std::uint16_t>(filter.peer_port));
  return question;
}

template <class T>
T read_as(std::span<const char> bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

/// One request to the kernel and its answer.
class SockDiag {
 public:
  explicit SockDiag(const Question& question)
      : socket_(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)),
        asked_(socket_ &&
               ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &longest_answer,
                            sizeof longest_answer) == 0 &&
               ::send(socket_.get(), &question, sizeof question, 0) == sizeof question) {}

  /// The next batch of the answer; empty if none arrives.
  std::span<const char> receive() {
    if (!asked_) return {};
    ssize_t size = -1;
    do {
      size = ::recv(socket_.get(), buffer_.data(), buffer_.size(), 0);
    } while (size < 0 && errno == EINTR);
    return {buffer_.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  }

 private:
  Fd socket_;
  bool asked_;
  std::vector<char> buffer_ = std::vector<char>(std::size_t{32} * 1024);  // as netlink(7) advises
};

// An IPv6 socket holds an IPv4 address in its last four bytes.
bool leads_to_loopback(const inet_diag_msg& message) {
  return message.id.idiag_dst[message.idiag_family == AF_INET6 ? 3 : 0] == htonl(INADDR_LOOPBACK);
}

// Parses one message, whose header states its length; nullopt if it does not describe a
// socket.
std::optional<TcpSocket> socket_in(std::span<const char> message, const nlmsghdr& header) {
  constexpr std::size_t least = NLMSG_HDRLEN + sizeof(inet_diag_msg);
  if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || header.nlmsg_len < least ||
      header.nlmsg_len > message.size()) {
    return std::nullopt;
  }
  const auto socket = read_as<inet_diag_msg>(message.subspan(NLMSG_HDRLEN));
  return TcpSocket{.inode = socket.idiag_inode,
                   .port = ntohs(socket.id.idiag_sport),
                   .peer_port = ntohs(socket.id.idiag_dport),
                   .state = socket.idiag_state,
                   .unread_bytes = socket.idiag_rqueue,
                   .leads_to_loopback = leads_to_loopback(socket),
                   .user = socket.idiag_uid};
}

// Returns false if the answer was incomplete.
bool add_sockets(std::uint8_t family, const SocketFilter& filter, std::vector<TcpSocket>& found) {
  SockDiag kernel(question(family, NLM_F_DUMP, filter));
  for (auto batch = kernel.receive(); !batch.empty(); batch = kernel.receive()) {
    while (batch.size() >= sizeof(nlmsghdr)) {
      const auto header = read_as<nlmsghdr>(batch);
      if (header.nlmsg_type == NLMSG_DONE) return true;
      const auto socket = socket_in(batch, header);
      if (!socket || found.size() == most_sockets) return false;
      found.push_back(*socket);
      batch = batch.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), batch.size()));
    }
  }
  return false;
}

}  // namespace

std::optional<std::vector<TcpSocket>> tcp_sockets(const SocketFilter& filter) {
  std::vector<TcpSocket> found;
  if (!add_sockets(AF_INET, filter, found)) return std::nullopt;
  // Java, for example, connects to 127.0.0.1 from an IPv6 socket. A kernel without IPv6
  // rejects this request, and then there are no such sockets.
  add_sockets(AF_INET6, filter, found);
  return found;
}

// The IPv4 request also finds an IPv6 socket with an IPv4 address. If no connection
// matches, the kernel answers with the socket that listens on `port`, if any.
std::optional<TcpSocket> tcp_socket_between(const TcpEnds& ends) {
  const SocketFilter ports{.states = ~0U, .port = ends.port, .peer_port = ends.peer_port};
  Question exact = question(AF_INET, 0, ports);
  inet_diag_sockid& id = exact.request.id;
  id.idiag_src[0] = htonl(ends.address);
  id.idiag_dst[0] = htonl(ends.peer_address);
  id.idiag_cookie[0] = id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  SockDiag kernel(exact);
  const auto answer = kernel.receive();
  if (answer.size() < sizeof(nlmsghdr)) return std::nullopt;
  const auto socket = socket_in(answer, read_as<nlmsghdr>(answer));
  return socket && socket->peer_port == ends.peer_port ? socket : std::nullopt;
}

std::string_view tcp_state_name(std::uint8_t state) {
  // In the order of the kernel's numbers.
  constexpr std::array<std::string_view, 12> names{
      "another state", "ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
      "TIME_WAIT",     "CLOSE",       "CLOSE_WAIT", "LAST_ACK", "LISTEN",    "CLOSING"};
  return names[state < names.size() ? state : 0];
}

}  // namespace leakproof
