// SPDX-License-Identifier: MIT
#include "trial/retry.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include <leakproof/conclusion.hpp>

namespace leakproof {
namespace {

constexpr std::int64_t usual_budget = 22'782;

Result inconclusive_after(std::int64_t fetches) {
  return {.ruling = Conclusion::inconclusive, .fetches = fetches};
}

TEST(Retry, HasTwiceTheFetches) {
  const auto retry = retry_of(inconclusive_after(usual_budget));
  ASSERT_TRUE(retry);
  EXPECT_EQ(retry->plan.horizon, 4000);
  EXPECT_FALSE(retry_of({.trial = *retry, .ruling = Conclusion::inconclusive, .fetches = 45'562}));
}

TEST(Retry, IsOfNoTrialWithAVerdict) {
  for (const Conclusion ruling :
       {Conclusion::clean, Conclusion::leaks, Conclusion::invalid, Conclusion::skipped}) {
    Result result = inconclusive_after(usual_budget);
    result.ruling = ruling;
    EXPECT_FALSE(retry_of(result));
  }
}

TEST(Retry, IsOfNoTrialThatWasCutShort) { EXPECT_FALSE(retry_of(inconclusive_after(5000))); }

TEST(Retry, IsOfNoTrialWhoseLengthTheUserHasSet) {
  Result result = inconclusive_after(usual_budget);
  result.trial.plan.at_least = 1000;
  EXPECT_FALSE(retry_of(result));
  result.trial.plan = {.lasts = std::chrono::seconds(60)};
  EXPECT_FALSE(retry_of(result));
}

TEST(Retry, IsOfNoControl) {
  Result result = inconclusive_after(usual_budget);
  result.trial.fetches_from_origin = false;
  EXPECT_FALSE(retry_of(result));
}

}  // namespace
}  // namespace leakproof
