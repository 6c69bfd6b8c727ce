// SPDX-License-Identifier: MIT
#include "worker/connection_owners.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <utility>

#include "posix/fd.hpp"
#include "posix/process.hpp"
#include "support/run_program.hpp"

namespace leakproof {
namespace {

/// A server on loopback, and processes that connect to it.
class ConnectionOwnersTest : public ::testing::Test {
 protected:
  ConnectionOwnersTest() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(server_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(server_.get(), 8);
    ::getsockname(server_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }

  // What a process runs that connects and then waits.
  std::string connects() const {
    return "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port_) + "; echo connected; read end";
  }

  // A process that runs a script of bash.
  static Process bash(const std::string& script, std::vector<std::string> variables = {}) {
    return Process(Command{.words = {"/bin/bash", "-c", script},
                           .environment = testing::environment_with(std::move(variables))});
  }

  ClientEnd accepted() {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    connection_ =
        Fd{::accept4(server_.get(), reinterpret_cast<sockaddr*>(&address), &size, SOCK_CLOEXEC)};
    return {.address = ntohl(address.sin_addr.s_addr),
            .port = ntohs(address.sin_port),
            .server_address = INADDR_LOOPBACK,
            .server_port = port_};
  }

  Fd server_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  Fd connection_{};
  int port_ = 0;
  ConnectionOwners owners_{};
};

TEST_F(ConnectionOwnersTest, LetTheMeasuredProcessConnect) {
  Process client = bash(connects());
  owners_.start(client);
  owners_.measure(client.pid());
  testing::read_until(client.output(), "connected");
  EXPECT_TRUE(owners_.may_connect(accepted()));
  EXPECT_FALSE(owners_.have_others_connected());
}

TEST_F(ConnectionOwnersTest, RefuseAStranger) {
  Process client = bash("read end");
  owners_.start(client);
  Process stranger = bash(connects());
  testing::read_until(stranger.output(), "connected");
  const ClientEnd end = accepted();
  EXPECT_TRUE(owners_.may_connect(end)) << "before the client is known";
  owners_.measure(client.pid());
  EXPECT_FALSE(owners_.may_connect(end));
  EXPECT_FALSE(owners_.have_others_connected());
}

// Though a launcher has cleared the environment, left the group, and ended.
TEST_F(ConnectionOwnersTest, NoticeAnotherProcessOfTheWorker) {
  Process client = bash("env -i /usr/bin/setsid -f /bin/bash -c '" + connects() + "'; read end");
  owners_.start(client);
  owners_.measure(client.pid());
  testing::read_until(client.output(), "connected");
  EXPECT_TRUE(owners_.may_connect(accepted()));
  EXPECT_TRUE(owners_.have_others_connected());
}

TEST_F(ConnectionOwnersTest, KnowWhoHoldsAConnection) {
  Process client = bash(connects());
  testing::read_until(client.output(), "connected");
  const ClientEnd end = accepted();
  EXPECT_EQ(ConnectionOwners::holder(end), client.pid());
  EXPECT_TRUE(owners_.still_waits(end));
}

// A client that gives up on a request closes its connection before anybody can look for its holder.
TEST_F(ConnectionOwnersTest, TakeNobodyForAStranger) {
  Process client = bash("read end");
  owners_.start(client);
  Process impatient = bash(connects());
  testing::read_until(impatient.output(), "connected");
  const ClientEnd end = accepted();
  owners_.measure(client.pid());
  ASSERT_FALSE(owners_.may_connect(end)) << "while it is open";
  impatient.kill_group();
  pollfd ended{.fd = impatient.exit_event(), .events = POLLIN, .revents = 0};
  ASSERT_EQ(::poll(&ended, 1, 10'000), 1);
  EXPECT_TRUE(owners_.may_connect(end)) << "closed by the client";
  connection_.reset();
  EXPECT_TRUE(owners_.may_connect(end)) << "closed by both";
  EXPECT_FALSE(owners_.still_waits(end));
  EXPECT_FALSE(owners_.have_others_connected());
}

// A process that may look into no other, not even itself: it has given up root's privileges.
TEST_F(ConnectionOwnersTest, RefuseAnotherUserIntoWhoseProcessesTheyCannotLook) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  Process stranger = bash(connects());
  testing::read_until(stranger.output(), "connected");
  const ClientEnd of_root = accepted();
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (::setgid(nobody) != 0 || ::setuid(nobody) != 0) ::_exit(4);
    owners_.measure(::getpid());
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    const Fd own{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ::connect(own.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const bool strangers = owners_.may_connect(of_root);
    ::_exit((strangers ? 1 : 0) + (owners_.may_connect(accepted()) ? 2 : 0));
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 2) << "only its own";
}

Fd bound_to(std::uint32_t address) {
  Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in end{};
  end.sin_family = AF_INET;
  end.sin_addr.s_addr = htonl(address);
  EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&end), sizeof end), 0);
  return socket;
}

sockaddr_in own_end(const Fd& socket) {
  sockaddr_in end{};
  socklen_t size = sizeof end;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&end), &size);
  return end;
}

// All of 127.0.0.0/8 is loopback.
TEST(ConnectionOwners, KnowAConnectionBetweenAnyTwoAddressesOfLoopback) {
  constexpr std::uint32_t usual = INADDR_LOOPBACK;
  for (const auto& [from, to] : {std::pair(usual + 2, usual), std::pair(usual, usual + 1),
                                 std::pair(usual + 2, usual + 1)}) {
    const Fd server = bound_to(to);
    ASSERT_EQ(::listen(server.get(), 1), 0);
    const sockaddr_in address = own_end(server);
    const Fd client = bound_to(from);
    ASSERT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
              0);
    const ClientEnd end{.address = from,
                        .port = ntohs(own_end(client).sin_port),
                        .server_address = to,
                        .server_port = ntohs(address.sin_port)};
    EXPECT_EQ(ConnectionOwners::holder(end, {{::getpid()}}), ::getpid()) << from << " to " << to;
  }
}

}  // namespace
}  // namespace leakproof
