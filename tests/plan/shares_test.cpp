// SPDX-License-Identifier: MIT
#include "plan/shares.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace leakproof {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Lt;

std::vector<double> loads(const std::vector<double>& seconds, int shards) {
  std::vector<double> result(static_cast<std::size_t>(shards));
  const std::vector<int> of = shares(seconds, shards);
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    result[static_cast<std::size_t>(of[i])] += seconds[i];
  }
  return result;
}

TEST(Shares, GoRoundWhereAllTakeTheSame) {
  EXPECT_THAT(shares(std::vector<double>{1, 1, 1, 1, 1}, 3), ElementsAre(0, 1, 2, 0, 1));
}

TEST(Shares, GiveTheLongestToTheIdlest) {
  EXPECT_THAT(loads({7, 1, 1, 6, 5, 4, 1, 2}, 3), ElementsAre(9, 9, 9));
}

TEST(Shares, AreOneTrialEachWhereThereAreMoreShardsThanTrials) {
  EXPECT_THAT(shares(std::vector<double>{1, 5, 3}, 5), ElementsAre(2, 0, 1));
}

TEST(Shares, AreOfOneAsAWhole) {
  EXPECT_THAT(shares(std::vector<double>{3, 1, 2}, 1), Each(0));
  EXPECT_THAT(shares({}, 4), IsEmpty());
}

TEST(Shares, AreNoLongerThanAThirdBeyondTheMeanWhereNoTrialIs) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 100; ++round) {
    std::vector<double> seconds(70);
    for (double& each : seconds) each = static_cast<double>(1 + random() % 1000) / 100;
    const std::vector<double> of_shards = loads(seconds, 4);
    double sum = 0;
    for (const double load : of_shards) sum += load;
    EXPECT_LT(*std::ranges::max_element(of_shards), sum / 4 * 1.1);
  }
}

TEST(Shares, AreTheSameEachTime) {
  const std::vector<double> seconds{0.3, 0.1, 0.1, 2.5, 0.1, 0.7};
  EXPECT_EQ(shares(seconds, 4), shares(seconds, 4));
  EXPECT_THAT(shares(seconds, 4), Each(AllOf(Ge(0), Lt(4))));
}

}  // namespace
}  // namespace leakproof
