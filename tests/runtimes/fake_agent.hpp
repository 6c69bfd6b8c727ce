// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "posix/fd.hpp"

namespace leakproof::testing {

/// An agent in this process. It may answer before it receives the order, because the answer
/// waits in the socket; so no test needs a thread.
class FakeAgent {
 public:
  explicit FakeAgent(const std::string& address)
      : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un server{};
    server.sun_family = AF_UNIX;
    address.copy(server.sun_path, sizeof server.sun_path - 1);
    socklen_t size = sizeof server;
    if (address.starts_with('@')) {
      server.sun_path[0] = '\0';
      size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size());
    }
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&server), size) != 0) {
      throw std::runtime_error("cannot connect to " + address);
    }
  }

  void send(std::string_view text) const {
    if (::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(text.size())) {
      throw std::runtime_error("cannot send");
    }
  }

  std::string heard() const {
    std::array<char, 100> text{};
    const ssize_t got = ::recv(socket_.get(), text.data(), text.size(), MSG_DONTWAIT);
    return {text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }

  void hang_up() const { ::shutdown(socket_.get(), SHUT_WR); }

 private:
  Fd socket_;
};

}  // namespace leakproof::testing
