// SPDX-License-Identifier: MIT
#include "judge/criteria.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

namespace leakproof {
namespace {

TEST(Criteria, LetAToleranceOnlyRaiseWhatAMetricMayGrowBy) {
  const Metric strict{.tolerable_per_fetch = 4, .tolerated_per_fetch = 0.5};
  EXPECT_EQ(criteria_for(strict, 2000, 0).tolerable_per_fetch, 4);
  const Metric generous{.tolerable_per_fetch = 4, .tolerated_per_fetch = 16};
  EXPECT_EQ(criteria_for(generous, 2000, 0).tolerable_per_fetch, 16);
}

TEST(Criteria, TellWhatMayHideInChunks) {
  EXPECT_TRUE(criteria_for({.kind = MetricKind::mapping}, 2000, 0).comes_in_chunks);
  EXPECT_FALSE(
      criteria_for({.kind = MetricKind::mapping, .unit = Unit::count}, 2000, 0).comes_in_chunks);
  EXPECT_FALSE(criteria_for({.kind = MetricKind::heap}, 2000, 0).comes_in_chunks);
  EXPECT_TRUE(criteria_for({.kind = MetricKind::unexplained_memory}, 2000, 0).is_followed);
  EXPECT_FALSE(criteria_for({.kind = MetricKind::heap}, 2000, 0).is_followed);
}

TEST(Criteria, HaveTheBudgetOfSevenLooks) {
  EXPECT_EQ(Criteria{}.budget(), 22782);
  EXPECT_EQ(Criteria{.horizon = 400}.budget(), 4557);
}

TEST(Criteria, HaveTheFirstLookFarEnoughAsTheirBudget) {
  EXPECT_EQ(Criteria{.at_least = 22782}.budget(), 22782);
  EXPECT_EQ(Criteria{.at_least = 22783}.budget(), 34173);
  EXPECT_EQ(Criteria{.at_least = 100'000}.budget(), 115335);
}

TEST(Criteria, EndWhereCountingEnds) {
  constexpr auto furthest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ((Criteria{.horizon = furthest}.budget()), furthest);
  EXPECT_EQ((Criteria{.at_least = furthest}.budget()), furthest);
  EXPECT_GT((Criteria{.horizon = 0}.budget()), 0);
}

TEST(Criteria, ScaleTheHorizonOfScarceResources) {
  struct Scaled {
    double share;
    std::int64_t horizon, scaled;
  };
  for (const auto& [share, horizon, scaled] :
       {Scaled{1, 2000, 2000}, Scaled{0.2, 2000, 400}, Scaled{0.2, 403, 81}, Scaled{0.2, 100, 30},
        Scaled{0.2, 20, 20}, Scaled{1, 20, 20}}) {
    const Metric metric{.grain = 16, .tolerable_per_fetch = 4, .slack = 7, .horizon_share = share};
    const auto criteria = criteria_for(metric, horizon, 500);
    EXPECT_EQ(criteria.horizon, scaled) << share << " of " << horizon;
    EXPECT_EQ(criteria.quantum, 16);
    EXPECT_EQ(criteria.slack, 7);
    EXPECT_EQ(criteria.tolerable_per_fetch, 4);
    EXPECT_EQ(criteria.at_least, 500);
  }
}

TEST(Criteria, RiseFurtherAtEachLookUntilCountingEnds) {
  constexpr auto furthest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(look_after(2000), 3000);
  EXPECT_EQ(look_after(3), 5);
  EXPECT_EQ(look_after(0), 1);
  EXPECT_EQ(look_after(1), 2);
  EXPECT_GT(look_after(furthest / 2), furthest / 2);
  EXPECT_EQ(look_after(furthest / 2 + 1), furthest);
}

TEST(Criteria, TakeTheToleranceOfTheMetricOfThatName) {
  const std::vector<Tolerance> tolerances{{"threads", 2}, {"heap_bytes", 16}};
  EXPECT_EQ(with_tolerance({.name = "heap_bytes"}, tolerances).tolerated_per_fetch, 16);
  EXPECT_EQ(with_tolerance({.name = "heap_blocks"}, tolerances).tolerated_per_fetch, 0);
}

}  // namespace
}  // namespace leakproof
