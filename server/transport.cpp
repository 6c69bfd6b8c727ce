// SPDX-License-Identifier: MIT
#include "transport.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

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

void give_up_after(std::chrono::milliseconds time, int socket) {
  const timeval span{.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &span, sizeof span);
}

void reset_at_close(int socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

ssize_t PlainTransport::receive(char* bytes, std::size_t size) {
  while (true) {
    if (const auto got = receive_soon(bytes, size)) return *got;
  }
}

std::optional<ssize_t> PlainTransport::receive_soon(char* bytes, std::size_t size) {
  const ssize_t got = retried([&] { return ::recv(socket_, bytes, size, 0); });
  if (got < 0 && errno == EAGAIN) return std::nullopt;
  return got;
}

bool PlainTransport::send_all(std::string_view first, std::string_view second) {
  while (!first.empty() || !second.empty()) {
    std::array<iovec, 2> parts{{{const_cast<char*>(first.data()), first.size()},
                                {const_cast<char*>(second.data()), second.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const auto sent = retried([&] { return ::sendmsg(socket_, &message, MSG_NOSIGNAL); });
    if (sent < 0) return false;
    const auto of_first = std::min(static_cast<std::size_t>(sent), first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(static_cast<std::size_t>(sent) - of_first);
  }
  return true;
}

}  // namespace leakproof::server
