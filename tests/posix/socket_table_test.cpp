// SPDX-License-Identifier: MIT
#include "posix/socket_table.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "posix/fd.hpp"

namespace leakproof {
namespace {

constexpr std::uint32_t connected = 1U << TCP_ESTABLISHED | 1U << TCP_CLOSE_WAIT;

int port_of(const Fd& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  EXPECT_EQ(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  return ntohs(address.sin_port);
}

std::uint32_t inode_of(const Fd& fd) {
  struct stat entry {};
  EXPECT_EQ(::fstat(fd.get(), &entry), 0);
  return static_cast<std::uint32_t>(entry.st_ino);
}

/// A listening socket on a free port of 127.0.0.1.
class Listener {
 public:
  Listener() {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_.get(), generic(), sizeof address_), 0);
    EXPECT_EQ(::listen(socket_.get(), SOMAXCONN), 0);
    address_.sin_port = htons(static_cast<std::uint16_t>(port()));
  }

  int port() const { return port_of(socket_); }
  std::uint32_t inode() const { return inode_of(socket_); }

  void connect(const Fd& client) const {
    EXPECT_EQ(::connect(client.get(), generic(), sizeof address_), 0);
  }

  Fd connect() const {
    Fd client{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    connect(client);
    return client;
  }

  Fd accept() const { return Fd{::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC)}; }

  std::vector<TcpSocket> clients(std::uint32_t states = connected) const {
    return tcp_sockets({.states = states, .peer_port = port()}).value();
  }

 private:
  const sockaddr* generic() const { return reinterpret_cast<const sockaddr*>(&address_); }

  Fd socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address_{};
};

TEST(TcpSockets, AreFoundByThePortOfTheirOtherEnd) {
  const Listener listener;
  const Fd client = listener.connect();
  const Fd server = listener.accept();
  const auto found = listener.clients();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].inode, inode_of(client));
  EXPECT_EQ(found[0].state, TCP_ESTABLISHED);
  EXPECT_EQ(found[0].unread_bytes, 0U);
  EXPECT_TRUE(found[0].leads_to_loopback);
}

TEST(TcpSockets, AreFoundByTheirOwnPort) {
  const Listener listener;
  const Fd client = listener.connect();
  const auto found = tcp_sockets({.states = connected, .port = port_of(client)}).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].inode, inode_of(client));
  EXPECT_EQ(found[0].port, port_of(client));
  EXPECT_EQ(found[0].peer_port, listener.port());
}

TEST(TcpSockets, AreFoundByTheirState) {
  const Listener listener;
  const Fd client = listener.connect();
  const auto find = [&](int state) {
    return tcp_sockets({.states = 1U << state, .port = listener.port()}).value();
  };
  ASSERT_EQ(find(TCP_LISTEN).size(), 1U);
  EXPECT_EQ(find(TCP_LISTEN)[0].inode, listener.inode());
  EXPECT_EQ(find(TCP_ESTABLISHED).size(), 1U);
  EXPECT_EQ(find(TCP_CLOSE_WAIT).size(), 0U);
}

TEST(TcpSockets, OfTheClientAloneAreInCloseWaitOnceTheServerHasClosed) {
  const Listener listener;
  Fd client = listener.connect();
  listener.accept().reset();
  const auto found = listener.clients();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].state, TCP_CLOSE_WAIT);
  client.reset();
  EXPECT_TRUE(listener.clients().empty());
}

TEST(TcpSockets, TellWhatWasNotRead) {
  const Listener listener;
  const Fd client = listener.connect();
  const Fd server = listener.accept();
  ASSERT_EQ(::send(server.get(), "abcdef", 6, 0), 6);
  EXPECT_EQ(listener.clients().at(0).unread_bytes, 6U);
  char letter = 0;
  ASSERT_EQ(::recv(client.get(), &letter, 1, 0), 1);
  EXPECT_EQ(listener.clients().at(0).unread_bytes, 5U);
}

TEST(TcpSockets, AreAllListedWhereOneMessageOfTheKernelHoldsFewer) {
  const Listener listener;
  std::vector<Fd> clients;
  for (int i = 0; i < 500; ++i) {
    clients.push_back(listener.connect());
    listener.accept().reset();
  }
  EXPECT_EQ(listener.clients().size(), 500U);
}

TcpEnds ends(int port, int peer_port) {
  return {.address = INADDR_LOOPBACK,
          .port = port,
          .peer_address = INADDR_LOOPBACK,
          .peer_port = peer_port};
}

TEST(TcpSocketBetween, TwoAddressesThatAreNotTheUsualOne) {
  const Listener listener;
  const Fd client{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in other{};
  other.sin_family = AF_INET;
  other.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 5);
  ASSERT_EQ(::bind(client.get(), reinterpret_cast<const sockaddr*>(&other), sizeof other), 0);
  listener.connect(client);
  TcpEnds both = ends(port_of(client), listener.port());
  EXPECT_FALSE(tcp_socket_between(both));
  both.address += 5;
  EXPECT_EQ(tcp_socket_between(both).value().inode, inode_of(client));
}

TEST(TcpSockets, OfIPv6ThatHoldAnIPv4AddressLeadToLoopbackToo) {
  const Listener listener;
  const Fd client{::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!client) GTEST_SKIP() << "no IPv6 here";
  sockaddr_in6 mapped{};
  mapped.sin6_family = AF_INET6;
  mapped.sin6_port = htons(static_cast<std::uint16_t>(listener.port()));
  ASSERT_EQ(::inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped.sin6_addr), 1);
  ASSERT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&mapped), sizeof mapped), 0);
  const auto found = listener.clients();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].leads_to_loopback);
  EXPECT_EQ(tcp_socket_between(ends(port_of(client), listener.port())).value().inode,
            inode_of(client));
}

TEST(TcpSocketBetween, TwoPortsIsTheOneOnTheSideOfTheFirst) {
  const Listener listener;
  const Fd client = listener.connect();
  const Fd server = listener.accept();
  EXPECT_EQ(tcp_socket_between(ends(port_of(client), listener.port())).value().inode,
            inode_of(client));
  EXPECT_EQ(tcp_socket_between(ends(listener.port(), port_of(client))).value().inode,
            inode_of(server));
}

TEST(TcpSocketBetween, TwoPortsThatAreNotConnectedIsNothing) {
  const Listener listener;
  const Listener other;
  EXPECT_FALSE(tcp_socket_between(ends(other.port(), listener.port())));
}

TEST(TcpStateName, IsTheUsualOne) {
  EXPECT_EQ(tcp_state_name(TCP_ESTABLISHED), "ESTABLISHED");
  EXPECT_EQ(tcp_state_name(TCP_CLOSE_WAIT), "CLOSE_WAIT");
  EXPECT_EQ(tcp_state_name(TCP_CLOSING), "CLOSING");
  EXPECT_EQ(tcp_state_name(200), "another state");
}

}  // namespace
}  // namespace leakproof
