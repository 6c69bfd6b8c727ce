// SPDX-License-Identifier: MIT
#include "socket_stream.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace leakproof::server {
namespace {

template <class Call>
ssize_t retried(Call call) {
  ssize_t result = call();
  while (result < 0 && errno == EINTR) {
    result = call();
  }
  return result;
}

}  // namespace

ssize_t SocketStream::read(char* bytes, size_t size) {
  if (unread_.empty()) {
    send_what_is_held();
    const auto got =
        retried([&] { return ::recv(client_.socket, buffer_.data(), buffer_.size(), 0); });
    if (got <= 0) {
      return got;
    }
    unread_ = {buffer_.data(), static_cast<size_t>(got)};
  }
  const auto taken = unread_.copy(bytes, size);
  unread_.remove_prefix(taken);
  return static_cast<ssize_t>(taken);
}

ssize_t SocketStream::write(const char* bytes, size_t size) {
  if (instead_) {
    say(std::exchange(*instead_, {}));
    return static_cast<ssize_t>(size);
  }
  const int more = head_ == Head::expected ? MSG_MORE : 0;
  head_ = head_ == Head::expected ? Head::held : Head::sent;
  const auto sent =
      retried([&] { return ::send(client_.socket, bytes, size, MSG_NOSIGNAL | more); });
  failed_ = failed_ || sent < 0;
  return sent;
}

void SocketStream::say(std::string_view bytes) {
  while (!bytes.empty() && !failed_) {
    const auto sent =
        retried([&] { return ::send(client_.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
    failed_ = sent < 0;
    bytes.remove_prefix(failed_ ? bytes.size() : static_cast<size_t>(sent));
  }
}

void SocketStream::send_what_is_held() {
  if (head_ == Head::held) {
    const int yes = 1;  // setting it anew is what sends
    ::setsockopt(client_.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  }
  head_ = Head::expected;
}

void SocketStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = client_.client_port;
}

void SocketStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = local_port_;
}

}  // namespace leakproof::server
