// SPDX-License-Identifier: MIT
#include "compare/merge.hpp"

#include <gmock/gmock.h>

#include <leakproof/conclusion.hpp>

#include "report/made_up.hpp"

namespace leakproof {
namespace {

using testing::made_up;

Result ruled(Conclusion ruling, const std::string& reason) {
  Result result = made_up("a", "plain", 0);
  result.ruling = ruling;
  result.reason = reason;
  return result;
}

std::string which(const Result& first, const Result& second) {
  const auto merged = merge({{first}, {second}});
  return merged.size() == 1 ? merged[0].reason : "both";
}

TEST(Merge, KeepsEveryTrialInTheOrderOfItsFirstNaming) {
  const auto merged = merge({{made_up("a", "plain", 0), made_up("b", "plain", 0)},
                             {made_up("a", "large", 0), made_up("a", "plain", 0)}});
  ASSERT_EQ(merged.size(), 3U);
  EXPECT_EQ(merged[1].trial.client, "b");
  EXPECT_EQ(merged[2].trial.scenario.name, "large");
}

TEST(Merge, CountsTheSameTrialOnceAndPrefersAVerdictThenTheLater) {
  const Result clean = ruled(Conclusion::clean, "clean");
  EXPECT_EQ(which(clean, ruled(Conclusion::invalid, "interrupted")), "clean");
  EXPECT_EQ(which(ruled(Conclusion::invalid, "interrupted"), clean), "clean");
  EXPECT_EQ(which(clean, ruled(Conclusion::leaks, "later")), "later");
  EXPECT_EQ(which(clean, ruled(Conclusion::inconclusive, "open")), "clean");
}

TEST(Merge, TellsSeedsAndClientUsagesApart) {
  Result other = made_up("a", "plain", 0);
  other.trial.plan.seed = 2;
  EXPECT_EQ(which(made_up("a", "plain", 0), other), "both");
  other = made_up("a", "plain", 0);
  other.trial.client_usage.threads = 8;
  EXPECT_EQ(which(made_up("a", "plain", 0), other), "both");
}

}  // namespace
}  // namespace leakproof
