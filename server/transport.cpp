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

ssize_t PlainTransport::receive(char* bytes, std::size_t size) {
  return retried([&] { return ::recv(socket_, bytes, size, 0); });
}

bool PlainTransport::send(std::string_view first, std::string_view second) {
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
