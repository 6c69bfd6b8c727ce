// SPDX-License-Identifier: MIT
#include "worker/connection_owners.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

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
  ConnectionOwners owners_{"LEAKPROOF_OWNERS_TEST=" + std::to_string(::getpid())};
};

TEST_F(ConnectionOwnersTest, LetTheMeasuredProcessConnect) {
  Process client = bash(connects());
  owners_.start(client.pid());
  owners_.measure(client.pid());
  testing::read_until(client.output(), "connected");
  EXPECT_TRUE(owners_.may_connect(accepted()));
  EXPECT_FALSE(owners_.have_others_connected());
}

TEST_F(ConnectionOwnersTest, RefuseAStranger) {
  Process client = bash("read end");
  owners_.start(client.pid());
  Process stranger = bash(connects());
  testing::read_until(stranger.output(), "connected");
  const ClientEnd end = accepted();
  EXPECT_TRUE(owners_.may_connect(end)) << "before the client is known";
  owners_.measure(client.pid());
  EXPECT_FALSE(owners_.may_connect(end));
  EXPECT_FALSE(owners_.have_others_connected());
}

// By its mark, or by its descent where a launcher has cleared the environment and left the group.
TEST_F(ConnectionOwnersTest, NoticeAnotherProcessOfTheWorker) {
  Process client = bash("env -i /usr/bin/setsid /bin/bash -c '" + connects() + "'; true");
  owners_.start(client.pid());
  owners_.measure(client.pid());
  testing::read_until(client.output(), "connected");
  EXPECT_TRUE(owners_.may_connect(accepted()));
  EXPECT_TRUE(owners_.have_others_connected());
}

TEST_F(ConnectionOwnersTest, KnowAMarkedProcess) {
  Process client = bash("read end");
  owners_.start(client.pid());
  owners_.measure(client.pid());
  Process marked = bash(connects(), {owners_.mark()});
  testing::read_until(marked.output(), "connected");
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

}  // namespace
}  // namespace leakproof
