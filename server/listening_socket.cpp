// SPDX-License-Identifier: MIT
#include "listening_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

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
  // A name of no device binds to none. Accepted sockets inherit TCP_NODELAY.
  if (socket_ < 0 || ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0 ||
      ::setsockopt(socket_, SOL_SOCKET, SO_BINDTODEVICE, loopback.data(),
                   static_cast<socklen_t>(loopback.size())) != 0 ||
      ::bind(socket_, generic, size) != 0 ||
      (listening != Listening::refuses &&
       ::listen(socket_, listening == Listening::never_accepts ? 0 : SOMAXCONN) != 0) ||
      ::getsockname(socket_, generic, &size) != 0) {
    const int error = errno;
    ::close(socket_);
    errno = error;
    give_up();
  }
  // Inherited as well. A machine's own choice may pace (BBR): a timer, and an
  // idle processor, per few packets, on a path that needs no care. Only speed:
  // where it cannot be had, the origin serves as well without.
  const std::string_view unpaced = "reno";
  ::setsockopt(socket_, IPPROTO_TCP, TCP_CONGESTION, unpaced.data(),
               static_cast<socklen_t>(unpaced.size()));
  port_ = ntohs(address.sin_port);
  if (listening == Listening::never_accepts) fill_backlog();
}

// A backlog of 0 has room for one. Who comes then is not answered at all.
void ListeningSocket::fill_backlog() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  filler_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (filler_ < 0 ||
      ::connect(filler_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int error = errno;
    ::close(filler_);
    ::close(socket_);
    errno = error;
    give_up();
  }
}

ListeningSocket::~ListeningSocket() {
  if (filler_ >= 0) ::close(filler_);
  ::close(socket_);
}

std::optional<Accepted> ListeningSocket::accept() const {
  sockaddr_in client{};
  socklen_t size = sizeof client;
  const int socket = ::accept4(socket_, reinterpret_cast<sockaddr*>(&client), &size, SOCK_CLOEXEC);
  return socket < 0 ? std::nullopt : std::optional(Accepted{socket, ntohs(client.sin_port)});
}

void ListeningSocket::shut_down() const { ::shutdown(socket_, SHUT_RDWR); }

}  // namespace leakproof::server
