// SPDX-License-Identifier: MIT
#include "work/crowd.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(Crowd, OfAGivenSizeIsCompleteAtThatSize) {
  Crowd crowd(4);
  EXPECT_FALSE(crowd.complete(3));
  EXPECT_TRUE(crowd.complete(4));
  crowd.stop(2);
  EXPECT_FALSE(crowd.complete(3));
}

TEST(Crowd, OfUnknownSizeIsWaitedForAtFirst) {
  Crowd crowd(0);
  EXPECT_FALSE(crowd.complete(1));
  crowd.stop(1);
  crowd.stop(8);
  EXPECT_FALSE(crowd.complete(8));
  crowd.stop(8);
  EXPECT_TRUE(crowd.complete(8));
  EXPECT_FALSE(crowd.complete(7));
}

TEST(Crowd, ShrinksAndGrowsWithWhatIsSeen) {
  Crowd crowd(0);
  for (int stop = 0; stop < 3; ++stop) crowd.stop(4);
  crowd.stop(2);
  EXPECT_TRUE(crowd.complete(2));
  EXPECT_TRUE(crowd.complete(4));
  EXPECT_FALSE(crowd.complete(2));
}

}  // namespace
}  // namespace leakproof
