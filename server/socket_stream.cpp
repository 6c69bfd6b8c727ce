// SPDX-License-Identifier: MIT
#include "socket_stream.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
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
    send(std::exchange(*instead_, {}), {});
  } else if (std::exchange(head_written_, true)) {
    send(held_, {bytes, size});
    held_.clear();
  } else {
    held_.assign(bytes, size);
  }
  return failed_ ? -1 : static_cast<ssize_t>(size);
}

bool SocketStream::finish_reply() {
  send_what_is_held();
  head_written_ = false;
  return !failed_;
}

void SocketStream::send_what_is_held() {
  send(held_, {});
  held_.clear();
}

// One after the other, whole, and as one packet where they fit.
void SocketStream::send(std::string_view first, std::string_view second) {
  while (!failed_ && !(first.empty() && second.empty())) {
    std::array<iovec, 2> parts{{{const_cast<char*>(first.data()), first.size()},
                                {const_cast<char*>(second.data()), second.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const auto sent = retried([&] { return ::sendmsg(client_.socket, &message, MSG_NOSIGNAL); });
    failed_ = sent < 0;
    const auto taken = failed_ ? 0 : static_cast<size_t>(sent);
    const auto of_first = std::min(taken, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(taken - of_first);
  }
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
