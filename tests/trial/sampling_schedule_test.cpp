// SPDX-License-Identifier: MIT
#include "trial/sampling_schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <vector>

namespace leakproof {
namespace {

TEST(SamplingSchedule, ReadsAShortRunOftenEnough) {
  SamplingSchedule schedule(2000, 1);
  int count = 0;
  for (std::int64_t fetches = 0; fetches < 50; fetches += schedule.next(fetches)) ++count;
  EXPECT_GE(count, 30);
}

TEST(SamplingSchedule, ReadsAnEightiethOfTheHorizonApart) {
  SamplingSchedule schedule(2000, 1);
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t batch = schedule.next(1000);
    EXPECT_GE(batch, 12);
    EXPECT_LE(batch, 37);
  }
}

TEST(SamplingSchedule, NeverStandsStill) {
  SamplingSchedule schedule(60, 1);
  for (std::int64_t fetches = 0; fetches < 60; ++fetches) EXPECT_GE(schedule.next(fetches), 1);
}

TEST(SamplingSchedule, RepeatsWithTheSameSeedAndNotWithAnother) {
  SamplingSchedule one(2000, 7);
  SamplingSchedule same(2000, 7);
  SamplingSchedule other(2000, 8);
  int different = 0;
  for (int i = 0; i < 100; ++i) {
    const std::int64_t batch = one.next(1000);
    EXPECT_EQ(batch, same.next(1000));
    if (batch != other.next(1000)) ++different;
  }
  EXPECT_GT(different, 50);
}

TEST(SamplingSchedule, IsReadABoundedNumberOfTimesBetweenThinnings) {
  SamplingSchedule schedule(2000, 1);
  int since = 0;
  std::int64_t fetches = 0;
  while (fetches < 1'000'000) {
    fetches += schedule.next(fetches);
    ++since;
    if (schedule.doubled(fetches)) {
      EXPECT_LE(since, 1100);
      since /= 2;
    }
  }
}

TEST(SamplingSchedule, DoublesOnceAtTwelveHorizonsAndEachTimeTheRunHasDoubled) {
  SamplingSchedule schedule(2000, 1);
  EXPECT_FALSE(schedule.doubled(23'999));
  EXPECT_TRUE(schedule.doubled(24'000));
  EXPECT_FALSE(schedule.doubled(24'000));
  EXPECT_FALSE(schedule.doubled(47'999));
  EXPECT_TRUE(schedule.doubled(48'000));
}

// A look drops the first eighth of the run and divides the rest into twelve windows.
TEST(SamplingSchedule, TakesAnExpensiveReadingForEachWindowOfAnyLook) {
  for (std::uint64_t seed = 1; seed < 10; ++seed) {
    for (const double horizon : {60, 400, 2000, 20000}) {
      SamplingSchedule schedule(static_cast<std::int64_t>(horizon), seed);
      std::vector<double> expensive;
      std::int64_t fetches = 0;
      for (double look = horizon; look < 40 * horizon; look *= 1.5) {
        for (; static_cast<double>(fetches) < look; fetches += schedule.next(fetches)) {
          if (schedule.expensive(fetches, false)) expensive.push_back(static_cast<double>(fetches));
          schedule.doubled(fetches);
        }
        const auto in_windows =
            std::ranges::count_if(expensive, [&](double at) { return at >= look / 8; });
        EXPECT_GE(in_windows, 12) << "horizon " << horizon << ", look at " << look;
      }
      EXPECT_LT(expensive.size(), 50U);
    }
  }
}

TEST(SamplingSchedule, TakesAnExpensiveReadingAtALookAndThenNotSoSoon) {
  SamplingSchedule schedule(2000, 1);
  EXPECT_TRUE(schedule.expensive(0, false));
  EXPECT_FALSE(schedule.expensive(99, false));
  EXPECT_TRUE(schedule.expensive(99, true));
  EXPECT_FALSE(schedule.expensive(198, false));
  EXPECT_TRUE(schedule.expensive(199, false));
}

TEST(SamplingSchedule, EndsBatchesAtAllPlacesOfARound) {
  for (const std::int64_t round : {2, 20, 64, 200}) {
    SamplingSchedule schedule(2000, 1);
    EXPECT_LE(schedule.next(50), 4) << "at first, batches are short";
    schedule.round_is_at_least(round);
    schedule.round_is_at_least(round / 2);
    EXPECT_LE(schedule.next(50), 4);
    std::set<std::int64_t> places;
    std::int64_t fetches = 500;
    constexpr int batches = 2000;
    for (int i = 0; i < batches; ++i) {
      const std::int64_t size = schedule.next(fetches);
      EXPECT_GE(size, 1);
      places.insert((fetches + size) % round);
      fetches += (size + round - 1) / round * round;  // to the end of the round
    }
    EXPECT_EQ(std::ssize(places), round);
    EXPECT_LE(fetches, 500 + batches * std::max<std::int64_t>(round, 25 + round / 2)) << round;
  }
}

}  // namespace
}  // namespace leakproof
