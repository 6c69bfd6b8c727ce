// SPDX-License-Identifier: MIT
#include "server/idle_connections.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>
#include <utility>

namespace leakproof::server {
namespace {

/// The server's end of a connection; the other end is the client's.
class Wire final : public Parked {
 public:
  Wire() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()), 0); }
  ~Wire() override {
    ::close(ends_[0]);
    hang_up();
  }

  int socket() const override { return ends_[0]; }
  void ask() const { EXPECT_EQ(::send(ends_[1], "x", 1, 0), 1); }
  void hang_up() {
    if (ends_[1] >= 0) ::close(std::exchange(ends_[1], -1));
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

struct Lot : testing::Test {
  Wire& park() {
    auto wire = std::make_unique<Wire>();
    Wire& known = *wire;
    EXPECT_EQ(lot.park(std::move(wire)), nullptr);
    return known;
  }

  IdleConnections lot{};
};

TEST_F(Lot, GivesBackTheOneWhoseClientAsks) {
  park();
  Wire& asks = park();
  park();
  asks.ask();
  EXPECT_EQ(lot.wait().get(), &asks);
  EXPECT_EQ(lot.size(), 2U);
}

TEST_F(Lot, GivesBackTheOneWhoseClientHangsUp) {
  Wire& goes = park();
  goes.hang_up();
  EXPECT_EQ(lot.wait().get(), &goes);
}

TEST_F(Lot, GivesBackOneThatHadAskedBefore) {
  auto wire = std::make_unique<Wire>();
  wire->ask();
  lot.park(std::move(wire));
  EXPECT_NE(lot.wait(), nullptr);
}

TEST_F(Lot, TakesTheSameOneAgain) {
  for (int turn = 0; turn < 3; ++turn) {
    park().ask();
    auto back = lot.wait();
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(lot.park(std::move(back)), nullptr);
    EXPECT_NE(lot.wait(), nullptr);  // what it asked is still unread
  }
}

TEST_F(Lot, GivesEachToOneThreadAlone) {
  constexpr int many = 200;
  std::array<std::atomic<int>, 3> got{};
  std::array<std::thread, 3> threads;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i] = std::thread([&, i] {
      while (lot.wait()) ++got[i];
    });
  }
  for (int i = 0; i < many; ++i) {
    auto wire = std::make_unique<Wire>();
    wire->ask();
    lot.park(std::move(wire));
  }
  while (lot.size() > 0) std::this_thread::yield();
  lot.close();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(got[0] + got[1] + got[2], many);
}

TEST_F(Lot, LetsNobodyWaitOnceItIsClosedAndKeepsWhatItHas) {
  park();
  std::thread waits([&] { EXPECT_EQ(lot.wait(), nullptr); });
  lot.close();
  waits.join();
  EXPECT_EQ(lot.wait(), nullptr);
  EXPECT_EQ(lot.empty().size(), 1U);
  EXPECT_EQ(lot.size(), 0U);
}

TEST_F(Lot, GivesBackAtOnceWhatCannotBeWatched) {
  class Nothing final : public Parked {
    int socket() const override { return -1; }
  };
  EXPECT_NE(lot.park(std::make_unique<Nothing>()), nullptr);
  EXPECT_EQ(lot.size(), 0U);
}

}  // namespace
}  // namespace leakproof::server
