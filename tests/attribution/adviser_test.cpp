// SPDX-License-Identifier: MIT
#include "attribution/adviser.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "leak.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/scenario.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::leak;

constexpr std::int64_t all_fetches = 1000;

Result result(std::int64_t place, Conclusion ruling, std::vector<Finding> findings = {}) {
  return {.trial = {.client = "mine",
                    .scenario = {.name = "scenario " + std::to_string(place)},
                    .place = place},
          .ruling = ruling,
          .fetches = all_fetches,
          .findings = std::move(findings)};
}

Result leaking(std::int64_t place, std::vector<Finding> findings) {
  return result(place, Conclusion::leaks, std::move(findings));
}

Result keeping(std::int64_t place, double bytes, double blocks, std::int64_t reply) {
  Result kept = leaking(place, {leak("heap_blocks", blocks), leak("heap_bytes", bytes)});
  kept.ledger.sent_bytes = reply * all_fetches;
  return kept;
}

Result failing(Result trial) {
  trial.failed = trial.fetches;
  return trial;
}

Result with_unique_keys(Result trial) {
  trial.trial.scenario.group = "keys";
  return trial;
}

Result of(const std::string& client, Result trial) {
  trial.trial.client = client;
  return trial;
}

std::vector<TrialAdvice> advice_on(const std::vector<Result>& results) {
  Adviser adviser;
  for (const Result& result : results) adviser.observe(result);
  return adviser.advice();
}

// The kinds of advice, in the order of the plan.
std::vector<std::string> kinds_of(const std::vector<Result>& results) {
  std::vector<std::string> kinds;
  for (const TrialAdvice& one : advice_on(results)) kinds.push_back(one.advice.kind);
  return kinds;
}

TEST(Adviser, GivesTheSameAdviceWhateverTheOrderInWhichTrialsEnd) {
  const std::vector<Result> results{
      failing(leaking(0, {leak("descriptors", 1)})),
      keeping(1, 56, 2, 100),
      keeping(2, 16'448, 2, 16'384),
      with_unique_keys(keeping(3, 48, 2, 16'384)),
      failing(of("other", leaking(4, {leak("descriptors", 1)}))),
      of("other", result(5, Conclusion::clean)),
  };
  std::vector<std::size_t> order(results.size());
  std::iota(order.begin(), order.end(), 0U);
  const std::vector<TrialAdvice> expected = advice_on(results);
  ASSERT_THAT(kinds_of(results), ElementsAre("descriptor never closed", "response kept",
                                             "response kept", "response kept", "leak on error"));
  do {
    Adviser adviser;
    for (const std::size_t index : order) adviser.observe(results[index]);
    ASSERT_EQ(adviser.advice(), expected) << ::testing::PrintToString(order);
  } while (std::ranges::next_permutation(order).found);
}

TEST(Adviser, NamesTheTrialItAdvisesOn) {
  Result leaky = leaking(3, {leak("descriptors", 1)});
  leaky.trial.plan.seed = 7;
  leaky.trial.client_usage.threads = 4;
  const auto advice = advice_on({leaky});
  ASSERT_EQ(advice.size(), 1U);
  EXPECT_EQ(advice[0].trial, trial_name_of(leaky.trial));
}

TEST(Adviser, SaysNothingOfTrialsWithoutAVerdictOrOrigin) {
  const std::vector findings{leak("descriptors", 1)};
  EXPECT_THAT(advice_on({result(0, Conclusion::invalid, findings)}), IsEmpty());
  EXPECT_THAT(advice_on({result(0, Conclusion::skipped, findings)}), IsEmpty());
  Result control = leaking(0, findings);
  control.trial.fetches_from_origin = false;
  EXPECT_THAT(advice_on({control}), IsEmpty());
  EXPECT_THAT(advice_on({result(0, Conclusion::inconclusive, findings)}), ::testing::SizeIs(1));
}

TEST(Adviser, BlamesErrorsUnlessTheClientLeaksWithoutThem) {
  const Result on_error = failing(leaking(0, {leak("descriptors", 1)}));
  EXPECT_THAT(kinds_of({on_error}), ElementsAre("leak on error"));
  EXPECT_THAT(kinds_of({on_error, leaking(1, {leak("descriptors", 1)})}),
              ElementsAre("descriptor never closed", "descriptor never closed"));
}

TEST(Adviser, KnowsThatAClientIsCleanWithoutErrors) {
  const auto advice =
      advice_on({failing(leaking(0, {leak("descriptors", 1)})), result(1, Conclusion::clean)});
  ASSERT_EQ(advice.size(), 1U);
  EXPECT_THAT(advice[0].advice.evidence, HasSubstr("when fetches succeed, this client is clean"));
}

TEST(Adviser, DoesNotTakeOneClientForAnother) {
  EXPECT_THAT(kinds_of({failing(leaking(0, {leak("descriptors", 1)})),
                        of("other", leaking(1, {leak("descriptors", 1)}))}),
              ElementsAre("leak on error", "descriptor never closed"));
}

TEST(Adviser, BlamesKeysUnlessTheClientLeaksWithoutThem) {
  const Result per_key = with_unique_keys(keeping(0, 48, 2, 16'384));
  EXPECT_THAT(kinds_of({per_key}), ElementsAre("per-key cache"));
  EXPECT_THAT(kinds_of({per_key, keeping(1, 48, 2, 16'384)}),
              ElementsAre("block never freed", "block never freed"));
}

TEST(Adviser, DoesNotTakeALeakForEachKeyForALeakOfAnything) {
  EXPECT_THAT(kinds_of({failing(leaking(0, {leak("descriptors", 1)})),
                        with_unique_keys(leaking(1, {leak("heap_bytes", 120)}))}),
              ElementsAre("leak on error", "per-key cache"));
}

TEST(Adviser, DoesNotTakeALeakWithoutABodyForALeakOfAnything) {
  Result without_body = leaking(1, {leak("heap_bytes", 120)});
  without_body.trial.scenario.has_body = false;
  EXPECT_THAT(kinds_of({failing(leaking(0, {leak("descriptors", 1)})), without_body}),
              ElementsAre("leak on error", "block never freed"));
}

TEST(Adviser, KnowsThatWhatStaysTheSameWithLargerRepliesIsNotTheReply) {
  EXPECT_THAT(kinds_of({keeping(0, 1'176, 5, 900)}), ElementsAre("response kept"));
  EXPECT_THAT(kinds_of({keeping(0, 1'176, 5, 900), keeping(1, 1'176, 5, 16'384)}),
              ElementsAre("block never freed", "block never freed"));
}

TEST(Adviser, KnowsThatADecompressedReplyIsLargerThanWhatIsSent) {
  Result compressed = keeping(1, 16'448, 2, 436);
  compressed.trial.scenario.compressed = true;
  EXPECT_THAT(kinds_of({keeping(0, 16'448, 2, 16'384), compressed}),
              ElementsAre("response kept", "response kept"));
}

TEST(Adviser, KnowsWhoKeepsRepliesBySmallOnesToo) {
  EXPECT_THAT(kinds_of({keeping(0, 56, 2, 100)}), ElementsAre("block never freed"));
  EXPECT_THAT(kinds_of({keeping(0, 56, 2, 100), keeping(1, 16'448, 2, 16'384)}),
              ElementsAre("response kept", "response kept"));
}

}  // namespace
}  // namespace leakproof
