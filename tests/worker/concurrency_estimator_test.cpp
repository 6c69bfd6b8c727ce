// SPDX-License-Identifier: MIT
#include "worker/concurrency_estimator.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(ConcurrencyEstimator, OfAGivenSizeIsCompleteAtThatSize) {
  ConcurrencyEstimator concurrency(4);
  EXPECT_FALSE(concurrency.complete(3));
  EXPECT_TRUE(concurrency.complete(4));
  concurrency.stop(2);
  EXPECT_FALSE(concurrency.complete(3));
}

TEST(ConcurrencyEstimator, OfUnknownSizeIsWaitedForAtFirst) {
  ConcurrencyEstimator concurrency(0);
  EXPECT_FALSE(concurrency.complete(1));
  concurrency.stop(1);
  concurrency.stop(8);
  EXPECT_FALSE(concurrency.complete(8));
  concurrency.stop(8);
  EXPECT_TRUE(concurrency.complete(8));
  EXPECT_FALSE(concurrency.complete(7));
}

TEST(ConcurrencyEstimator, IsKnownOnceTwoStopsAgree) {
  ConcurrencyEstimator concurrency(0);
  concurrency.stop(1);
  EXPECT_FALSE(concurrency.complete(1));
  concurrency.stop(1);
  EXPECT_TRUE(concurrency.complete(1));
}

TEST(ConcurrencyEstimator, IsKnownAfterThreeStops) {
  ConcurrencyEstimator concurrency(0);
  for (const int held : {5, 3, 4}) {
    EXPECT_FALSE(concurrency.complete(held));
    concurrency.stop(held);
  }
  EXPECT_TRUE(concurrency.complete(4));
}

TEST(ConcurrencyEstimator, ShrinksAndGrowsWithWhatIsSeen) {
  ConcurrencyEstimator concurrency(0);
  for (int stop = 0; stop < 3; ++stop) concurrency.stop(4);
  concurrency.stop(2);
  EXPECT_TRUE(concurrency.complete(2));
  EXPECT_TRUE(concurrency.complete(4));
  EXPECT_FALSE(concurrency.complete(2));
}

}  // namespace
}  // namespace leakproof
