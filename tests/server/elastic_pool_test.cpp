// SPDX-License-Identifier: MIT
#include "server/elastic_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>

namespace leakproof::server {
namespace {

/// A pool whose connections are tickets; the test decides how long each is served.
class TicketOffice : public testing::Test {
 protected:
  void SetUp() override { pool_.start(); }

  void TearDown() override {
    closing_ = true;
    tickets_.release(static_cast<std::ptrdiff_t>(pool_.threads()));
    pool_.join();
  }

  void begin(int tickets) {
    tickets_.release(tickets);
    acquire(begun_, tickets);
  }

  void finish(int tickets) {
    finish_.release(tickets);
    acquire(finished_, tickets);
  }

  ElasticPool pool_{[this] { serve(); }};

 private:
  using Semaphore = std::counting_semaphore<>;

  static void acquire(Semaphore& semaphore, int times) {
    for (int i = 0; i < times; ++i) {
      semaphore.acquire();
    }
  }

  void serve() {
    for (tickets_.acquire(); !closing_; tickets_.acquire()) {
      EXPECT_TRUE(pool_.begin_work());
      begun_.release();
      finish_.acquire();
      const bool goes_on = pool_.end_work();
      finished_.release();
      if (!goes_on) return;
    }
  }

  std::atomic<bool> closing_ = false;
  Semaphore tickets_{0};
  Semaphore begun_{0};
  Semaphore finish_{0};
  Semaphore finished_{0};
};

using ElasticPoolTest = TicketOffice;

TEST_F(ElasticPoolTest, StartsWithOneThreadThatWaits) { EXPECT_EQ(pool_.threads(), 1U); }

TEST_F(ElasticPoolTest, GrowsByAThreadForEachPieceOfWorkAndKeepsOneWaiting) {
  begin(50);
  EXPECT_EQ(pool_.threads(), 51U);
  finish(50);
}

TEST_F(ElasticPoolTest, UsesIdleThreadsAgain) {
  for (int turn = 0; turn < 20; ++turn) {
    begin(10);
    finish(10);
  }
  EXPECT_EQ(pool_.threads(), 11U);
}

TEST_F(ElasticPoolTest, KeepsFewThreadsAfterAFlood) {
  for (int flood = 0; flood < 2; ++flood) {
    begin(300);
    EXPECT_EQ(pool_.threads(), 301U);
    finish(300);
    EXPECT_EQ(pool_.threads(), 64U);
  }
}

}  // namespace
}  // namespace leakproof::server
