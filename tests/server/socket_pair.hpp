// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <string>

#include "server/fd.hpp"

namespace leakproof::server {

/// Both ends of a connection, in this process.
struct SocketPair {
  SocketPair() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    origin = Fd{ends[0]};
    client = Fd{ends[1]};
  }

  /// The bytes that have reached the client so far, 64 at most.
  std::string received() const {
    std::array<char, 64> bytes{};
    const auto got = ::recv(client.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    return {bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }

  Fd origin{};
  Fd client{};
};

}  // namespace leakproof::server
