// SPDX-License-Identifier: MIT
#include "listening_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace leakproof::server {
namespace {

[[noreturn]] void give_up() {
  const bool out_of_descriptors = errno == EMFILE || errno == ENFILE;
  throw std::runtime_error(
      "the origin cannot listen on 127.0.0.1: " + std::generic_category().message(errno) +
      (out_of_descriptors ? ". Allow more descriptors (ulimit -n) or run fewer jobs."
                          : ". Is the loopback interface up (ip link set lo up)?"));
}

}  // namespace

ListeningSocket::ListeningSocket(Listening listening, bool on_all_of_loopback)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(on_all_of_loopback ? INADDR_ANY : INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const int yes = 1;
  const std::string_view loopback = on_all_of_loopback ? "lo" : "";
  // An empty device name binds to no device. Accepted sockets inherit TCP_NODELAY.
  if (!socket_ || ::setsockopt(get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0 ||
      ::setsockopt(get(), SOL_SOCKET, SO_BINDTODEVICE, loopback.data(),
                   static_cast<socklen_t>(loopback.size())) != 0 ||
      ::bind(get(), generic, size) != 0 ||
      (listening != Listening::refuses &&
       ::listen(get(), listening == Listening::never_accepts ? 0 : SOMAXCONN) != 0) ||
      ::getsockname(get(), generic, &size) != 0) {
    give_up();
  }
  // Accepted sockets inherit this as well. The machine's default congestion control may
  // pace packets (BBR), which costs a timer and idle time every few packets and gains
  // nothing on loopback. If this call fails, the origin only gets slower.
  const std::string_view unpaced = "reno";
  ::setsockopt(get(), IPPROTO_TCP, TCP_CONGESTION, unpaced.data(),
               static_cast<socklen_t>(unpaced.size()));
  port_ = ntohs(address.sin_port);
  if (listening == Listening::never_accepts) fill_backlog();
}

// A backlog of 0 has room for one connection. The kernel does not answer later attempts to
// connect.
void ListeningSocket::fill_backlog() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  filler_ = Fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!filler_ ||
      ::connect(filler_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    give_up();
  }
}

std::optional<Accepted> ListeningSocket::accept() const {
  sockaddr_in client{};
  socklen_t size = sizeof client;
  Fd socket{::accept4(get(), reinterpret_cast<sockaddr*>(&client), &size, SOCK_CLOEXEC)};
  if (!socket) return std::nullopt;
  sockaddr_in own{};
  size = sizeof own;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&own), &size) != 0) {
    return std::nullopt;
  }
  return Accepted{.socket = std::move(socket),
                  .client = {.address = ntohl(client.sin_addr.s_addr),
                             .port = ntohs(client.sin_port),
                             .server_address = ntohl(own.sin_addr.s_addr),
                             .server_port = ntohs(own.sin_port)}};
}

void ListeningSocket::shut_down() const { ::shutdown(get(), SHUT_RDWR); }

}  // namespace leakproof::server
