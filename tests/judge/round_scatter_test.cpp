// SPDX-License-Identifier: MIT
#include "judge/round_scatter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <random>

namespace leakproof {
namespace {

using UsageAfter = std::function<double(std::int64_t fetches)>;

// Of a client that works in `rounds` rounds of `length` fetches, each read at a random place.
double scatter(std::int64_t length, int rounds, const UsageAfter& usage, unsigned seed = 1) {
  std::mt19937 random(seed);
  RoundScatter scatter;
  for (int i = 1; i <= rounds; ++i) {
    const auto before_end = static_cast<std::int64_t>(random() % static_cast<unsigned>(length));
    const std::int64_t end = i * length - 1;
    scatter.add(before_end, static_cast<std::int64_t>(usage(end - before_end) - usage(end)));
  }
  return scatter.units();
}

TEST(RoundScatter, IsUnknownInFewRounds) {
  const UsageAfter flat = [](std::int64_t) { return 7.0; };
  EXPECT_TRUE(RoundScatter().is_empty());
  EXPECT_TRUE(std::isinf(scatter(20, 4, flat)));
  EXPECT_EQ(scatter(20, 5, flat), 0);
}

TEST(RoundScatter, IsNoneWhereUsageDependsOnThePlaceOrGrowsEvenly) {
  for (const std::int64_t length : {2, 8, 20}) {
    const UsageAfter places = [=](std::int64_t n) {
      return 1000.0 * double(n % length) + 16.0 * double(n);
    };
    EXPECT_EQ(scatter(length, 400, places), 0) << length;
  }
}

// Usage at neighbouring places differs; the fewer rounds, the further they are apart.
TEST(RoundScatter, ShrinksAsMoreRoundsAreRead) {
  const UsageAfter places = [](std::int64_t n) { return 1000.0 * double(n % 200); };
  EXPECT_GE(scatter(200, 10, places), 10'000);
  EXPECT_LE(scatter(200, 100, places), 8'000);
  EXPECT_LE(scatter(200, 1000, places), 1'000);
}

// In so few rounds, usage at their ends grows by no more than the buffer.
TEST(RoundScatter, BoundsTheGrowthByABufferThatIsFlushedAlmostOnceARound) {
  for (const std::int64_t length : {20, 64, 200}) {
    for (const std::int64_t buffer : {length - 1, 2 * length - 1, 3 * length - 1}) {
      const UsageAfter flushed = [=](std::int64_t n) { return 1000.0 * double(n % buffer); };
      for (const int rounds : {30, 60}) {
        const auto grew_by =
            1000.0 * 7 / 8 * double(std::min<std::int64_t>(rounds, std::min(length, buffer)));
        for (unsigned seed = 1; seed <= 20; ++seed) {
          EXPECT_GE(1.5 * scatter(length, rounds, flushed, seed), grew_by)
              << length << ", " << buffer << ", " << rounds;
        }
      }
    }
  }
}

TEST(RoundScatter, LeavesOutWhatHappensOnce) {
  const UsageAfter once = [](std::int64_t n) { return n < 1010 ? 5'000'000.0 : 0.0; };
  EXPECT_EQ(scatter(20, 130, once), 0);
}

}  // namespace
}  // namespace leakproof
