// SPDX-License-Identifier: MIT
#include "plan/shard.hpp"

#include <gmock/gmock.h>

#include <map>

#include "model/usage_error.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

std::optional<ShardNumber> in(const Variables& variables) { return shard_from(variables); }

std::pair<int, int> numbers(const std::optional<ShardNumber>& shard) {
  return shard ? std::pair(shard->index, shard->of) : std::pair(0, 0);
}

std::vector<Trial> trials(int count, std::int64_t horizon = 2000) {
  std::vector<Trial> result;
  for (int i = 0; i < count; ++i) {
    result.push_back({.client = "client-" + std::to_string(i),
                      .scenario = {.name = "plain"},
                      .plan = {.horizon = horizon}});
  }
  return result;
}

TEST(Shard, IsANumberOfSoMany) {
  EXPECT_EQ(numbers(parse_shard("1/1")), std::pair(1, 1));
  EXPECT_EQ(numbers(parse_shard("3/4")), std::pair(3, 4));
  for (const char* text : {"", "1", "0/4", "5/4", "-1/4", "1/0", "1/4x", "a/b", "1/", "/4", "1/4/4",
                           "1/99999999999"}) {
    EXPECT_THROW(parse_shard(text), UsageError) << text;
  }
}

TEST(Shard, IsToldByTheEngineInItsOwnWay) {
  EXPECT_FALSE(in({}));
  EXPECT_EQ(numbers(in({{"SLURM_ARRAY_TASK_ID", "6"},
                        {"SLURM_ARRAY_TASK_COUNT", "4"},
                        {"SLURM_ARRAY_TASK_MIN", "5"}})),
            std::pair(2, 4));
  EXPECT_EQ(numbers(in({{"JOB_COMPLETION_INDEX", "0"}, {"LEAKPROOF_SHARDS", "4"}})),
            std::pair(1, 4));
  EXPECT_EQ(numbers(in({{"CI_NODE_INDEX", "4"}, {"CI_NODE_TOTAL", "4"}})), std::pair(4, 4));
  EXPECT_EQ(numbers(in({{"GTEST_SHARD_INDEX", "1"}, {"GTEST_TOTAL_SHARDS", "2"}})),
            std::pair(2, 2));
}

TEST(Shard, IsNoneOfAnEngineThatDoesNotSayOfHowMany) {
  EXPECT_FALSE(in({{"JOB_COMPLETION_INDEX", "2"}}));
  EXPECT_FALSE(in({{"CI_NODE_TOTAL", "4"}}));
}

TEST(Shard, IsNotGuessedWhereTheEngineMakesNoSense) {
  EXPECT_THAT(([] {
                in({{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "4"}});
              }),
              ThrowsMessage<UsageError>(HasSubstr("CI_NODE_INDEX=0 and CI_NODE_TOTAL=4")));
  // An array with the tasks 1, 3 and 5 has gaps.
  EXPECT_THROW(in({{"SLURM_ARRAY_TASK_ID", "5"},
                   {"SLURM_ARRAY_TASK_COUNT", "3"},
                   {"SLURM_ARRAY_TASK_MIN", "1"}}),
               UsageError);
}

TEST(Shard, HasEachTrialInOneShareAndKnowsItsPlace) {
  const SharedPlan plan = share_out(trials(10), 4, {});
  std::vector<int> seen(10);
  for (int shard = 1; shard <= 4; ++shard) {
    for (const Trial& trial : share_of(plan, shard)) ++seen[static_cast<std::size_t>(trial.place)];
  }
  EXPECT_THAT(seen, ::testing::Each(1));
  EXPECT_THAT(share_of(plan, 1), SizeIs(3));
}

// A result of client-N that took `seconds`.
Result took(int client, double seconds, std::uint64_t seed = 1) {
  Result result{.trial = trials(client + 1).back(), .seconds = seconds};
  result.trial.plan.seed = seed;
  return result;
}

TEST(Shard, TakesAboutAsLongAsTheOthersByEarlierResults) {
  const SharedPlan plan = share_out(trials(4), 2, {}, {took(0, 6), took(1, 1), took(2, 2)});
  // The expected duration of an unknown trial is the median.
  EXPECT_THAT(plan.seconds, ElementsAre(6, 1, 2, 2));
  EXPECT_THAT(plan.shard_of, ElementsAre(1, 2, 2, 2));
  EXPECT_THAT(share_of(plan, 2), ElementsAre(Field(&Trial::place, 2), Field(&Trial::place, 3),
                                             Field(&Trial::place, 1)));
}

TEST(Shard, ExpectsTheMeanOfAllSeeds) {
  EXPECT_THAT(share_out(trials(1), 1, {}, {took(0, 1, 7), took(0, 4, 8)}).seconds,
              ElementsAre(2.5));
}

TEST(Shard, IsTheOneOfTheOptionsBeforeThatOfTheEngine) {
  const Variables gitlab{{"CI_NODE_INDEX", "4"}, {"CI_NODE_TOTAL", "4"}};
  EXPECT_EQ(numbers(shard_of({}, gitlab)), std::pair(4, 4));
  EXPECT_EQ(numbers(shard_of({.shard = "1/2"}, gitlab)), std::pair(1, 2));
  EXPECT_EQ(numbers(shard_of({.bisect = true}, gitlab)), std::pair(1, 1));
  EXPECT_EQ(numbers(shard_of({}, {})), std::pair(1, 1));
}

TEST(Shard, IsOfTheSamePlanWhereCommandAndSharingAre) {
  const std::string digest = share_out(trials(10), 4, {}).digest;
  EXPECT_EQ(share_out(trials(10), 4, {}).digest, digest);
  EXPECT_NE(share_out(trials(10), 5, {}).digest, digest);
  EXPECT_NE(share_out(trials(9), 4, {}).digest, digest);
  EXPECT_NE(share_out(trials(10, 500), 4, {}).digest, digest);
  EXPECT_NE(share_out(trials(10), 4, {.program = {"python3", "other.py"}}).digest, digest);
}

}  // namespace
}  // namespace leakproof
