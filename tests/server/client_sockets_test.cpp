// SPDX-License-Identifier: MIT
#include "server/client_sockets.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "raw_client.hpp"
#include "server/listening_socket.hpp"

namespace leakproof::server {
namespace {

TEST(ClientSockets, CountsTheSocketsThatOnlyTheClientStillHolds) {
  const ListeningSocket listener;
  RawClient client(listener.port());
  const int accepted = listener.accept().value().socket;
  EXPECT_EQ(sockets_of_clients(listener.port()).value().in_close_wait, 0);
  ::close(accepted);
  EXPECT_EQ(sockets_of_clients(listener.port()).value().in_close_wait, 1);
  client.hang_up();
  EXPECT_EQ(sockets_of_clients(listener.port()).value().in_close_wait, 0);
}

TEST(ClientSockets, HoldWhatTheirClientsHaveNotRead) {
  const ListeningSocket listener;
  RawClient client(listener.port());
  const int accepted = listener.accept().value().socket;
  ASSERT_EQ(::send(accepted, "abcdef", 6, 0), 6);
  EXPECT_EQ(sockets_of_clients(listener.port()).value().unread_bytes, 6);
  EXPECT_EQ(client.read(6), "abcdef");
  EXPECT_EQ(sockets_of_clients(listener.port()).value().unread_bytes, 0);
  ::close(accepted);
}

TEST(ClientSockets, LeavesOutTheServersOwnSockets) {
  const ListeningSocket listener;
  RawClient client(listener.port());
  const int accepted = listener.accept().value().socket;
  client.hang_up();
  EXPECT_EQ(sockets_of_clients(listener.port()).value().in_close_wait, 0);
  ::close(accepted);
}

TEST(ClientSockets, CountsMoreThanOneAnswerOfTheKernelHolds) {
  const ListeningSocket listener;
  std::vector<RawClient> clients;
  for (int i = 0; i < 500; ++i) {
    clients.emplace_back(listener.port());
    ::close(listener.accept().value().socket);
  }
  EXPECT_EQ(sockets_of_clients(listener.port()).value().in_close_wait, 500);
}

TEST(ClientSockets, CountsIPv6SocketsThatHoldAnIPv4Address) {
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
  EXPECT_EQ(sockets_of_clients(listener.port()).value().in_close_wait, 1);
  ::close(client);
}

}  // namespace
}  // namespace leakproof::server
