// SPDX-License-Identifier: MIT
#include "trial/phase.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace leakproof {
namespace {

using Readings = std::function<double(std::int64_t)>;

// Readings after batches of random sizes, as at the begin of a trial.
std::vector<Sample> readings(const Readings& usage, std::int64_t end = 2000, unsigned seed = 1) {
  std::minstd_rand random(seed);
  std::vector<Sample> samples;
  for (std::int64_t n = 0; n <= end; n += 6 + static_cast<std::int64_t>(random() % 13)) {
    samples.push_back({n, static_cast<std::int64_t>(usage(n))});
  }
  return samples;
}

TEST(PhaseOf, IsWhereTheReadingsAreLowest) {
  for (const std::int64_t period : {2, 8, 20, 64, 150}) {
    const auto rounds = [=](std::int64_t n) { return 60'000.0 + 25.0 * double((n + 3) % period); };
    const auto phase = phase_of(readings(rounds), 10);
    ASSERT_TRUE(phase) << period;
    EXPECT_EQ(phase->period, period);
    const std::int64_t from_lowest = (phase->remainder + 3) % period;
    EXPECT_LE(from_lowest, period / 10) << period;
  }
}

TEST(PhaseOf, IsFoundBesideALeak) {
  const auto leaking = [](std::int64_t n) { return 100.0 * double(n) + 500.0 * double(n % 20); };
  EXPECT_EQ(phase_of(readings(leaking), 10)->period, 20);
}

TEST(PhaseOf, IsFoundAmongNoise) {
  std::minstd_rand random(7);
  const auto noisy = [&](std::int64_t n) { return 25.0 * double(n % 64) + double(random() % 200); };
  EXPECT_EQ(phase_of(readings(noisy), 10)->period, 64);
}

TEST(PhaseOf, IsNoneOfAnyOtherUsage) {
  std::minstd_rand random(7);
  const std::vector<Readings> usages{
      [](std::int64_t) { return 7; },
      [](std::int64_t n) { return 24.0 * double(n); },
      [&](std::int64_t) { return double(random() % 1000); },
      [](std::int64_t n) { return double(std::min<std::int64_t>(n, 900)); },
      [](std::int64_t n) { return n < 1000 ? 0.0 : 500.0; },
      [](std::int64_t n) {
        return 104.0 * double(n) + 8.0 * double(std::bit_ceil(std::uint64_t(n)));
      },
  };
  for (std::size_t i = 0; i < usages.size(); ++i) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
      EXPECT_FALSE(phase_of(readings(usages[i], 2000, seed), 10)) << i << ", seed " << seed;
    }
  }
}

TEST(PhaseOf, IsNoneWhereTheScatterDoesNotMatterOrReadingsAreFew) {
  const auto rounds = [](std::int64_t n) { return double(n % 20); };
  EXPECT_TRUE(phase_of(readings(rounds), 15));
  EXPECT_FALSE(phase_of(readings(rounds), 25));
  EXPECT_FALSE(phase_of(readings(rounds, 300), 1));
  EXPECT_FALSE(phase_of({}, 1));
}

}  // namespace
}  // namespace leakproof
