// SPDX-License-Identifier: MIT
#include "report/thin.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace leakproof::report {
namespace {

std::vector<Sample> curve(int length, std::int64_t (*value)(int)) {
  std::vector<Sample> samples;
  for (int i = 0; i < length; ++i) samples.push_back({i * 10, value(i)});
  return samples;
}

TEST(Thin, LeavesAShortCurveAlone) {
  const auto samples = curve(20, [](int i) -> std::int64_t { return i * i; });
  EXPECT_EQ(thin(samples, 100), samples);
}

TEST(Thin, NeedsOnlyTheEndsOfALevelStretch) {
  const auto samples = curve(500, [](int i) -> std::int64_t { return i < 250 ? 1 : 2; });
  EXPECT_THAT(thin(samples, 100), ::testing::ElementsAre(Sample{0, 1}, Sample{2490, 1},
                                                         Sample{2500, 2}, Sample{4990, 2}));
}

TEST(Thin, KeepsEverySpikeEveryDipAndBothEnds) {
  const auto samples = curve(5000, [](int i) -> std::int64_t {
    return i == 777 ? 9999 : i == 3210 ? -9999 : i % 7;
  });
  const auto thinned = thin(samples, 100);
  EXPECT_LE(thinned.size(), 100U);
  for (const std::size_t i : {0U, 777U, 3210U, 4999U}) {
    EXPECT_THAT(thinned, ::testing::Contains(samples[i]));
  }
  EXPECT_TRUE(std::ranges::is_sorted(thinned, {}, &Sample::fetches));
}

}  // namespace
}  // namespace leakproof::report
