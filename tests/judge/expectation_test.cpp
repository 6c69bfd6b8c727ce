// SPDX-License-Identifier: MIT
#include "judge/expectation.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include <leakproof/client.hpp>

namespace leakproof {
namespace {

TEST(Expected, FollowsFromTheClientAndTheScenario) {
  constexpr auto clears = Conclusion::clean;
  constexpr auto accuses = Conclusion::leaks;
  struct Row {
    Expectation expect;
    Conclusion whole_body, no_body, broken_body, refused;
  };
  for (const auto& [expect, whole_body, no_body, broken_body, refused] :
       {Row{Expectation::clean, clears, clears, clears, clears},
        Row{Expectation::leaks, accuses, accuses, accuses, accuses},
        Row{Expectation::leaks_with_body, accuses, clears, clears, clears},
        Row{Expectation::leaks_on_failure, clears, clears, accuses, accuses}}) {
    const auto of = [declared = expect](ExpectedOutcome expected_outcome, bool has_body) {
      return expected(
          {.trial = {.scenario = {.expected_outcome = expected_outcome, .has_body = has_body},
                     .expect = declared}});
    };
    EXPECT_EQ(of(ExpectedOutcome::whole_reply, true), whole_body);
    EXPECT_EQ(of(ExpectedOutcome::whole_reply, false), no_body);
    EXPECT_EQ(of(ExpectedOutcome::error, true), broken_body);
    EXPECT_EQ(of(ExpectedOutcome::time_out, false), refused);
  }
}

TEST(Expected, FollowsFromTheFailuresWhereFetchesMayFail) {
  Result result{.trial = {.scenario = {.expected_outcome = ExpectedOutcome::either},
                          .expect = Expectation::leaks_on_failure}};
  EXPECT_EQ(expected(result), Conclusion::clean);
  result.failed = 1;
  EXPECT_EQ(expected(result), Conclusion::leaks);
  result.trial.scenario.expected_outcome = ExpectedOutcome::whole_reply;
  EXPECT_EQ(expected(result), Conclusion::clean);
  result.trial.client_usage.cancel_after = 1;
  EXPECT_EQ(expected(result), Conclusion::leaks);
}

TEST(Expected, FollowsFromScenariosAndGroupsThatAreNamed) {
  const auto of = [](const char* name, const char* group) {
    return expected({.trial = {.scenario = {.name = name, .group = group},
                               .leaks_on = "uploads,unique-cookies"}});
  };
  EXPECT_EQ(of("plain", "basic"), Conclusion::clean);
  EXPECT_EQ(of("unique-cookies", "keys"), Conclusion::leaks);
  EXPECT_EQ(of("unique-cookie", "keys"), Conclusion::clean);
  EXPECT_EQ(of("multipart", "uploads"), Conclusion::leaks);
}

TEST(ExpectedOutcome, IsEitherWhereTheClientGivesUp) {
  Trial trial{};
  EXPECT_EQ(expected_outcome(trial), ExpectedOutcome::whole_reply);
  trial.client_usage.timeout = std::chrono::milliseconds(1);
  EXPECT_EQ(expected_outcome(trial), ExpectedOutcome::either);
  trial.client_usage = {.cancel_after = 1};
  EXPECT_EQ(expected_outcome(trial), ExpectedOutcome::either);
  trial.scenario.expected_outcome = ExpectedOutcome::error;
  EXPECT_EQ(expected_outcome(trial), ExpectedOutcome::error);
}

}  // namespace
}  // namespace leakproof
