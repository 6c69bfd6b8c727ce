// SPDX-License-Identifier: MIT
#include "server/idle_connections.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "socket_pair.hpp"

namespace leakproof::server {
namespace {

/// The server's end of a connection.
class Wire final : public IdleConnection {
 public:
  int socket() const override { return ends_.origin.get(); }
  void send_request() const { EXPECT_EQ(::send(ends_.client.get(), "x", 1, 0), 1); }
  void hang_up() { ends_.client.reset(); }

 private:
  SocketPair ends_{};
};

struct IdleConnectionsTest : testing::Test {
  Wire& add() {
    auto wire = std::make_unique<Wire>();
    Wire& known = *wire;
    EXPECT_EQ(idle.add(std::move(wire)), nullptr);
    return known;
  }

  IdleConnections idle{};
};

TEST_F(IdleConnectionsTest, GivesBackTheOneWhoseClientAsks) {
  add();
  Wire& asks = add();
  add();
  asks.send_request();
  EXPECT_EQ(idle.wait().get(), &asks);
  EXPECT_EQ(idle.size(), 2U);
}

TEST_F(IdleConnectionsTest, GivesBackTheOneWhoseClientHangsUp) {
  Wire& goes = add();
  goes.hang_up();
  EXPECT_EQ(idle.wait().get(), &goes);
}

TEST_F(IdleConnectionsTest, GivesBackOneThatHadAskedBefore) {
  auto wire = std::make_unique<Wire>();
  wire->send_request();
  idle.add(std::move(wire));
  EXPECT_NE(idle.wait(), nullptr);
}

TEST_F(IdleConnectionsTest, TakesTheSameOneAgain) {
  for (int turn = 0; turn < 3; ++turn) {
    add().send_request();
    auto back = idle.wait();
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(idle.add(std::move(back)), nullptr);
    EXPECT_NE(idle.wait(), nullptr);  // its request is still unread
  }
}

TEST_F(IdleConnectionsTest, GivesEachToOneThreadAlone) {
  constexpr int many = 200;
  std::array<std::atomic<int>, 3> got{};
  std::array<std::thread, 3> threads;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i] = std::thread([&, i] {
      while (idle.wait()) ++got[i];
    });
  }
  for (int i = 0; i < many; ++i) {
    auto wire = std::make_unique<Wire>();
    wire->send_request();
    idle.add(std::move(wire));
  }
  while (idle.size() > 0) std::this_thread::yield();
  idle.close();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(got[0] + got[1] + got[2], many);
}

TEST_F(IdleConnectionsTest, LetsNobodyWaitOnceItIsClosedAndKeepsWhatItHas) {
  add();
  std::thread waits([&] { EXPECT_EQ(idle.wait(), nullptr); });
  idle.close();
  waits.join();
  EXPECT_EQ(idle.wait(), nullptr);
  EXPECT_EQ(idle.take_all().size(), 1U);
  EXPECT_EQ(idle.size(), 0U);
}

TEST_F(IdleConnectionsTest, GivesBackAtOnceWhatCannotBeWatched) {
  class Nothing final : public IdleConnection {
    int socket() const override { return -1; }
  };
  EXPECT_NE(idle.add(std::make_unique<Nothing>()), nullptr);
  EXPECT_EQ(idle.size(), 0U);
}

}  // namespace
}  // namespace leakproof::server
