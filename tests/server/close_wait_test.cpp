// SPDX-License-Identifier: MIT
#include "server/close_wait.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "raw_client.hpp"
#include "server/listening_socket.hpp"

namespace leakproof::server {
namespace {

TEST(CloseWait, CountsTheSocketsThatOnlyTheClientStillHolds) {
  const ListeningSocket listener;
  RawClient client(listener.port());
  const int accepted = listener.accept().value().socket;
  EXPECT_EQ(connections_in_close_wait(listener.port()), 0);
  ::close(accepted);
  EXPECT_EQ(connections_in_close_wait(listener.port()), 1);
  client.hang_up();
  EXPECT_EQ(connections_in_close_wait(listener.port()), 0);
}

TEST(CloseWait, LeavesOutTheServersOwnSockets) {
  const ListeningSocket listener;
  RawClient client(listener.port());
  const int accepted = listener.accept().value().socket;
  client.hang_up();
  EXPECT_EQ(connections_in_close_wait(listener.port()), 0);
  ::close(accepted);
}

TEST(CloseWait, CountsMoreThanOneAnswerOfTheKernelHolds) {
  const ListeningSocket listener;
  std::vector<RawClient> clients;
  for (int i = 0; i < 500; ++i) {
    clients.emplace_back(listener.port());
    ::close(listener.accept().value().socket);
  }
  EXPECT_EQ(connections_in_close_wait(listener.port()), 500);
}

TEST(CloseWait, CountsIPv6SocketsThatHoldAnIPv4Address) {
  const ListeningSocket listener;
  const int client = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (client < 0) {
    GTEST_SKIP() << "no IPv6 here";
  }
  sockaddr_in6 mapped{};
  mapped.sin6_family = AF_INET6;
  mapped.sin6_port = htons(static_cast<std::uint16_t>(listener.port()));
  ASSERT_EQ(::inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped.sin6_addr), 1);
  ASSERT_EQ(::connect(client, reinterpret_cast<const sockaddr*>(&mapped), sizeof mapped), 0);
  ::close(listener.accept().value().socket);
  EXPECT_EQ(connections_in_close_wait(listener.port()), 1);
  ::close(client);
}

}  // namespace
}  // namespace leakproof::server
