// SPDX-License-Identifier: MIT
#include "plan/resume.hpp"

#include <gmock/gmock.h>

#include "model/usage_error.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

Trial trial(const char* client, std::uint64_t seed = 1) {
  return {.client = client, .scenario = {.name = "plain"}, .plan = {.seed = seed}};
}

Result result(Trial of, std::int64_t fetches, double seconds) {
  return {.trial = std::move(of), .fetches = fetches, .fetching_seconds = seconds};
}

RunInfo run(const char* plan, int shard = 1, int of = 1) {
  return {.shard = {.index = shard, .of = of}, .plan = plan};
}

const std::vector<Trial> planned{trial("ended"), trial("cut-off"), trial("not-started")};

report::ResultsFile interrupted() {
  return {.run = run("this"),
          .results = {result(trial("ended"), 5000, 2)},
          .under_way = {result(trial("cut-off"), 700, 1.5)}};
}

TEST(Resume, RunsTheTrialsThatHadNotEnded) {
  const ResumeState state = resume(interrupted(), planned, run("this"));
  EXPECT_THAT(state.trials,
              ElementsAre(Field(&Trial::client, "cut-off"), Field(&Trial::client, "not-started")));
  ASSERT_EQ(state.results.size(), 1U);
  EXPECT_EQ(state.results[0].trial.client, "ended");
  EXPECT_EQ(state.results[0].fetches, 5000);
}

TEST(Resume, CountsOnWhereATrialWithAMinimumWasCutOff) {
  report::ResultsFile before = interrupted();
  std::vector<Trial> planned_long = planned;
  for (Trial& trial : planned_long) trial.plan.at_least = 1'000'000;
  const ResumeState state = resume(before, planned_long, run("this"));
  EXPECT_EQ(state.trials[0].plan.earlier, (Earlier{.fetches = 700, .seconds = 1.5}));
  EXPECT_EQ(state.trials[1].plan.earlier, Earlier{});
  ASSERT_EQ(state.cut_off.size(), 1U);
  EXPECT_EQ(state.cut_off[0].fetches, 700);

  // The interrupted run had itself resumed an earlier one.
  before.under_way[0].trial.plan.earlier = {.fetches = 1000, .seconds = 3};
  EXPECT_EQ(resume(before, planned_long, run("this")).trials[0].plan.earlier,
            (Earlier{.fetches = 1700, .seconds = 4.5}));
}

TEST(Resume, StartsAnOrdinaryTrialAgain) {
  const ResumeState state = resume(interrupted(), planned, run("this"));
  EXPECT_EQ(state.trials[0].plan.earlier, Earlier{});
  EXPECT_THAT(state.cut_off, IsEmpty());
}

TEST(Resume, TakesATrialOfAnotherSeedForAnother) {
  const ResumeState state = resume(interrupted(), {trial("ended", 2)}, run("this"));
  EXPECT_EQ(state.trials.size(), 1U);
  EXPECT_THAT(state.results, IsEmpty());
}

TEST(Resume, RefusesTheResultsOfAnotherPlan) {
  EXPECT_THAT([] { resume(interrupted(), planned, run("other")); },
              ThrowsMessage<UsageError>(HasSubstr("had a different plan")));
}

TEST(Resume, RefusesTheResultsOfAnotherShard) {
  EXPECT_THAT(
      [] { resume(interrupted(), planned, run("this", 2, 4)); },
      ThrowsMessage<UsageError>(HasSubstr("contains shard 1, but this run is shard 2 of 4")));
}

}  // namespace
}  // namespace leakproof
