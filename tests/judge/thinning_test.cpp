// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <limits>
#include <utility>
#include <vector>

#include "judge/staircase.hpp"
#include "judge/thinning.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"
#include "traces.hpp"

namespace leakproof {
namespace {

constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

// Judges like a trial that keeps at most `capacity` samples.
Verdict judge(const Series& series, std::size_t capacity) {
  Staircase staircase(criteria_for(series.metric, 2000, 0));
  std::vector<Sample> samples;
  for (const auto& sample : series.samples) {
    samples.push_back(sample);
    if (samples.size() > capacity) samples = thinned(std::move(samples));
    const bool last = sample == series.samples.back();
    if (!last && !staircase.due_at(sample.fetches)) continue;
    auto verdict = staircase.look(samples, last ? Ending::cap : Ending::none);
    if (last || verdict.ruling != Ruling::inconclusive) return verdict;
  }
  return {};
}

TEST(Thinning, KeepsTheEarlierPlaceAndTheLowerUsageOfEachPair) {
  const std::vector<Sample> even{{0, 9}, {1, 5}, {2, 6}, {3, 8}, {4, 7}, {5, 3}};
  EXPECT_THAT(thinned(even),
              ::testing::ElementsAre(Sample{0, 9}, Sample{1, 5}, Sample{3, 7}, Sample{5, 3}));
  const std::vector<Sample> odd{{0, 9}, {1, 6}, {2, 5}, {3, 8}, {4, 1}};
  EXPECT_THAT(thinned(odd),
              ::testing::ElementsAre(Sample{0, 9}, Sample{1, 5}, Sample{3, 8}, Sample{4, 1}));
}

TEST(Thinning, LeavesTheFewestAlone) {
  std::vector<Sample> samples;
  for (int count = 0; count < 4; ++count) {
    EXPECT_EQ(thinned(samples), samples);
    samples.push_back({count, 10 - count});
  }
}

// Thinning moves window boundaries, so a borderline ruling may change from or to
// inconclusive. The capacity is far below the 911 samples of a default run.
TEST(Thinning, ContradictsNoRulingOnAnyTraceAndUnsettlesFew) {
  int recordings = 0;
  int unsettled = 0;
  for (const auto& path : traces_below(JUDGE_TRACES)) {
    for (const auto& series : read_trace(path)) {
      const auto full = judge(series, never).ruling;
      const auto thin = judge(series, 320).ruling;
      const bool tipped = full == Ruling::inconclusive || thin == Ruling::inconclusive;
      EXPECT_TRUE(thin == full || tipped) << series.metric.name << " of " << path;
      unsettled += thin != full;
      ++recordings;
    }
  }
  EXPECT_GT(recordings, 0);
  EXPECT_LE(unsettled, recordings / 20);
}

}  // namespace
}  // namespace leakproof
