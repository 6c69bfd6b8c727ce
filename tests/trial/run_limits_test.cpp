// SPDX-License-Identifier: MIT
#include "trial/run_limits.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <optional>

namespace leakproof {
namespace {

using namespace std::chrono_literals;

/// The limits of a plan, with a clock that the test sets.
struct Limited {
  explicit Limited(Plan that_plan) : plan(std::move(that_plan)) {}

  std::chrono::steady_clock::time_point time{};
  Plan plan;
  RunLimits limits{plan, [this] { return time; }};
};

TEST(RunLimits, GoOnWhereThePlanAsksForMoreThanAVerdictTakes) {
  EXPECT_FALSE(Limited({}).limits.goes_on());
  EXPECT_FALSE(Limited({.at_least = 22'782}).limits.goes_on());
  EXPECT_TRUE(Limited({.at_least = 22'783}).limits.goes_on());
  EXPECT_TRUE(Limited({.lasts = 1s}).limits.goes_on());
}

TEST(RunLimits, HaveTheUsualBudgetOfTheHorizon) {
  EXPECT_EQ(Limited({.at_least = 1'000'000}).limits.usual_budget(), 22'782);
  EXPECT_EQ(Limited({.horizon = 400}).limits.usual_budget(), 4557);
}

TEST(RunLimits, AreEnoughAfterTheUsualBudgetAndTheFetchesAskedFor) {
  const Limited timed({.lasts = 1h});
  EXPECT_FALSE(timed.limits.has_fetched_enough(22'781));
  EXPECT_TRUE(timed.limits.has_fetched_enough(22'782));
  const Limited asking({.at_least = 50'000});
  EXPECT_FALSE(asking.limits.has_fetched_enough(49'999));
  EXPECT_TRUE(asking.limits.has_fetched_enough(50'000));
}

TEST(RunLimits, CountWhatWasFetchedBeforeTheRunWasResumed) {
  Limited resumed({.at_least = 50'000, .lasts = 10s, .earlier = {.fetches = 20'000, .seconds = 6}});
  EXPECT_FALSE(resumed.limits.has_fetched_enough(29'999));
  EXPECT_TRUE(resumed.limits.has_fetched_enough(30'000));
  resumed.time += 3900ms;
  EXPECT_FALSE(resumed.limits.is_time_up());
  resumed.time += 100ms;
  EXPECT_TRUE(resumed.limits.is_time_up());
}

TEST(RunLimits, CountTimeFromTheStart) {
  Limited limited({});
  limited.time += 5s;
  EXPECT_EQ(limited.limits.seconds(), 5);
  limited.limits.start();
  EXPECT_EQ(limited.limits.seconds(), 0);
  limited.time += 2s;
  EXPECT_EQ(limited.limits.seconds(), 2);
}

TEST(RunLimits, KnowTheRateOnceThereAreFetches) {
  Limited limited({});
  EXPECT_EQ(limited.limits.rate(0), std::numeric_limits<double>::infinity());
  EXPECT_GT(limited.limits.rate(1), 1e8) << "no time has passed";
  limited.time += 2s;
  EXPECT_EQ(limited.limits.rate(100), 50);
}

TEST(RunLimits, EstimateTheTimeThatIsLeft) {
  Limited by_fetches({.at_least = 1000, .earlier = {.fetches = 100}});
  EXPECT_EQ(by_fetches.limits.seconds_left(0), std::nullopt);
  by_fetches.time += 2s;
  EXPECT_EQ(by_fetches.limits.seconds_left(100), 16);
  EXPECT_EQ(by_fetches.limits.seconds_left(2000), 0);
  Limited by_time({.lasts = 60s, .earlier = {.seconds = 10}});
  by_time.time += 20s;
  EXPECT_EQ(by_time.limits.seconds_left(100), 30);
}

TEST(RunLimits, AreUpAtOnceWhereNoTimeIsAskedFor) {
  EXPECT_TRUE(Limited({.at_least = 1'000'000}).limits.is_time_up());
}

TEST(RunLimits, FollowRoundsOfWhichTheUsualBudgetHoldsTwenty) {
  EXPECT_EQ(Limited({}).limits.longest_round(), 200);
  EXPECT_EQ(Limited({.horizon = 100'000}).limits.longest_round(), 200);
  const Limited slow({.horizon = 60});
  EXPECT_EQ(slow.limits.longest_round(), slow.limits.usual_budget() / 20);
  EXPECT_GE(slow.limits.longest_round(), 20);
}

}  // namespace
}  // namespace leakproof
