// SPDX-License-Identifier: MIT
#include "runtimes/collection/unread_order.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

using namespace std::chrono_literals;

constexpr Activity at_order{.threads = 4, .is_running = true, .ran = 7s};

TEST(UnreadOrder, IsIgnoredByAProcessThatIsBlocked) {
  UnreadOrder order(at_order);
  for (int i = 1; i <= 9; ++i) {
    EXPECT_FALSE(order.is_ignored({.threads = 4, .is_running = false, .ran = 7s})) << i;
    EXPECT_FALSE(order.is_ignored({.threads = 4, .is_running = true, .ran = 7s})) << i;
  }
  EXPECT_TRUE(order.is_ignored({.threads = 4, .is_running = false, .ran = 7s}));
}

TEST(UnreadOrder, IsIgnoredByAProcessThatRuns) {
  UnreadOrder order(at_order);
  EXPECT_FALSE(order.is_ignored({.threads = 4, .is_running = true, .ran = 8s}));
  EXPECT_TRUE(order.is_ignored({.threads = 4, .is_running = true, .ran = 8s + 1ms}));
}

TEST(UnreadOrder, IsNotIgnoredHoweverLongTheProcessWaitsForAProcessor) {
  UnreadOrder order(at_order);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(order.is_ignored({.threads = 4, .is_running = true, .ran = 7s + 1ms}));
  }
}

}  // namespace
}  // namespace leakproof
