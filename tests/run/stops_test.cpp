// SPDX-License-Identifier: MIT
#include "run/stops.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(Stops, ReadsAShortRunOftenEnough) {
  Stops stops(2000, 1);
  int count = 0;
  for (std::int64_t fetches = 0; fetches < 50; fetches += stops.next(fetches)) ++count;
  EXPECT_GE(count, 30);
}

TEST(Stops, ReadsAnEightiethOfTheHorizonApart) {
  Stops stops(2000, 1);
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t batch = stops.next(1000);
    EXPECT_GE(batch, 12);
    EXPECT_LE(batch, 37);
  }
}

TEST(Stops, NeverStandsStill) {
  Stops stops(60, 1);
  for (std::int64_t fetches = 0; fetches < 60; ++fetches) EXPECT_GE(stops.next(fetches), 1);
}

TEST(Stops, RepeatsWithTheSameSeedAndNotWithAnother) {
  Stops one(2000, 7);
  Stops same(2000, 7);
  Stops other(2000, 8);
  int different = 0;
  for (int i = 0; i < 100; ++i) {
    const std::int64_t batch = one.next(1000);
    EXPECT_EQ(batch, same.next(1000));
    if (batch != other.next(1000)) ++different;
  }
  EXPECT_GT(different, 50);
}

TEST(Stops, IsReadABoundedNumberOfTimesBetweenThinnings) {
  Stops stops(2000, 1);
  int since = 0;
  std::int64_t fetches = 0;
  while (fetches < 1'000'000) {
    fetches += stops.next(fetches);
    ++since;
    if (stops.doubled(fetches)) {
      EXPECT_LE(since, 1100);
      since /= 2;
    }
  }
}

}  // namespace
}  // namespace leakproof
