// SPDX-License-Identifier: MIT
#include "judge/judge_trial.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "findings.hpp"

namespace leakproof {
namespace {

using testing::finding;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Result measured(std::vector<Finding> findings) {
  return {.trial = {.client = "mine", .scenario = {.name = "plain"}},
          .fetches = 3000,
          .ledger = {.requests = 3000},
          .findings = std::move(findings)};
}

const Finding descriptors = finding("descriptors", Ruling::clean);
const Finding threads = finding("threads", Ruling::clean);

Result leaking() { return measured({finding("heap_bytes", Ruling::leaks, 24)}); }
Result cleared() { return measured({finding("heap_bytes", Ruling::clean), descriptors, threads}); }
Result undecided() { return measured({finding("heap_bytes", Ruling::inconclusive)}); }

/// The origin saw fewer requests than the worker reported.
Result unaudited(Result result) {
  result.ledger.requests = 1;
  return result;
}

Result judged(Result result, const TrialEnd& end = {}) {
  judge_trial(result, end);
  return result;
}

TEST(JudgeTrial, ConcludesFromTheFindings) {
  EXPECT_EQ(judged(leaking()).ruling, Conclusion::leaks);
  EXPECT_EQ(judged(leaking()).reason, "heap_bytes +24.0 B/fetch");
  EXPECT_EQ(judged(cleared()).ruling, Conclusion::clean);
  EXPECT_EQ(judged(undecided()).ruling, Conclusion::inconclusive);
  EXPECT_EQ(judged(undecided()).reason, "heap_bytes: it moves");
}

TEST(JudgeTrial, IsInvalidWhereTheAuditFails) {
  for (const Result& result : {cleared(), undecided()}) {
    const Result trial = judged(unaudited(result));
    EXPECT_EQ(trial.ruling, Conclusion::invalid);
    EXPECT_EQ(trial.reason, "the origin saw 1 requests, but 3,000 fetches should make 3,000");
  }
}

TEST(JudgeTrial, KeepsAProvenLeakWhereTheAuditFails) {
  const Result trial = judged(unaudited(leaking()));
  EXPECT_EQ(trial.ruling, Conclusion::leaks);
  EXPECT_EQ(trial.reason,
            "heap_bytes +24.0 B/fetch; in addition, the origin saw 1 requests, but 3,000 fetches "
            "should make 3,000");
}

TEST(JudgeTrial, IsInvalidWhereTheWorkerFailsToStop) {
  const TrialEnd end{.failed_stop = "it did not end within 30 s"};
  for (const Result& result : {cleared(), undecided()}) {
    const Result trial = judged(result, end);
    EXPECT_EQ(trial.ruling, Conclusion::invalid);
    EXPECT_EQ(trial.reason, "the client failed after 3,000 fetches: it did not end within 30 s");
  }
  EXPECT_THAT(judged(unaudited(cleared()), end).reason, StartsWith("the client failed after"));
}

TEST(JudgeTrial, KeepsAProvenLeakWhereTheWorkerFailsToStop) {
  const Result trial = judged(leaking(), {.failed_stop = "it did not end within 30 s"});
  EXPECT_EQ(trial.ruling, Conclusion::leaks);
  EXPECT_EQ(trial.reason,
            "heap_bytes +24.0 B/fetch; in addition, the client failed after 3,000 fetches: it did "
            "not end within 30 s");
}

TEST(JudgeTrial, AuditsNothingAtALimit) {
  const Result trial = judged(unaudited(undecided()), {.limit = "its descriptor limit of 1,024"});
  EXPECT_EQ(trial.ruling, Conclusion::inconclusive);
  EXPECT_EQ(trial.reason,
            "ran into its descriptor limit of 1,024 after 3,000 fetches; heap_bytes: it moves");
}

TEST(JudgeTrial, SaysWhatAWorkerThatEndedByItselfLacks) {
  const TrialEnd by_itself{.by_itself = true};
  Result result = undecided();
  EXPECT_THAT(judged(result, by_itself).reason,
              HasSubstr("; it ended by itself after 3,000 fetches, but a verdict needs more"));
  result.fetches = result.ledger.requests = 1999;
  EXPECT_THAT(judged(result, by_itself).reason,
              HasSubstr("after 1,999 fetches, but a verdict needs 2,000 (3,000 for a leak); set a "
                        "smaller --horizon"));
  result.fetches = result.ledger.requests = 2000;
  EXPECT_THAT(judged(result, by_itself).reason, HasSubstr("a verdict needs more"));
  EXPECT_EQ(judged(cleared(), by_itself).reason, "no growth in heap_bytes, descriptors, threads");
}

TEST(JudgeTrial, SaysThatARunWasResumed) {
  Result result = cleared();
  result.trial.plan.earlier.fetches = 5000;
  EXPECT_THAT(judged(result).reason,
              HasSubstr("; resumed after 5,000 fetches in an earlier process"));
}

TEST(JudgeTrial, RemarksOnTheClient) {
  Result result = cleared();
  result.trial.scenario.expected_outcome = ExpectedOutcome::error;
  result.ledger.broken = 3000;
  EXPECT_EQ(judged(result).reason,
            "no growth in heap_bytes, descriptors, threads; the client reported success for 3,000 "
            "of 3,000 fetches that "
            "should have failed");
}

TEST(JudgeTrial, SaysThatOnlyTheCollectorClosesDescriptors) {
  TrialEnd end;
  for (int i = 0; i < 100; ++i) end.collected.add(57, 7);
  const Result trial = judged(cleared(), end);
  EXPECT_EQ(trial.ruling, Conclusion::clean);
  EXPECT_THAT(trial.reason, HasSubstr("5,000 descriptors were closed only by the garbage collector;"
                                      " they had reached 57"));
}

TEST(JudgeTrial, IsNotCleanWhereAProcessThatIsNotMeasuredGrows) {
  const TrialEnd end{.unmeasured_growth =
                         "process 7 (main.py), which makes no requests, grew by 9"};
  const Result trial = judged(cleared(), end);
  EXPECT_EQ(trial.ruling, Conclusion::inconclusive);
  EXPECT_THAT(trial.reason,
              StartsWith("process 7 (main.py), which makes no requests, grew by 9; "));
  EXPECT_EQ(judged(leaking(), end).ruling, Conclusion::leaks);
}

TEST(JudgeTrial, SaysThatTheClientWasRunningWhereItOftenWas) {
  const TrialEnd end{.readings = 100, .restless_readings = 11};
  EXPECT_THAT(judged(cleared(), end).reason, HasSubstr("running at 11 of 100 readings"));
  EXPECT_THAT(judged(cleared(), {.readings = 110, .restless_readings = 11}).reason,
              Not(HasSubstr("running")));
}

TEST(JudgeTrial, IsNotCleanWhereAResourceCannotBeObserved) {
  const Result trial = judged(measured({finding("heap_bytes", Ruling::clean), threads}));
  EXPECT_EQ(trial.ruling, Conclusion::inconclusive);
  EXPECT_EQ(trial.reason, "descriptors could not be observed; no growth in heap_bytes, threads");
}

TEST(JudgeTrial, IsNotCleanWhereNothingAccountsForTheGrowthOfARuntime) {
  Finding memory = testing::onlooker("anonymous", Ruling::leaks);
  memory.verdict.fetches = 3000;
  memory.verdict.growth = {.per_fetch = 148e3, .low = 100e3, .high = 200e3};
  const Result trial =
      judged(measured({finding("js_heap", Ruling::clean), descriptors, threads, memory}));
  EXPECT_EQ(trial.ruling, Conclusion::inconclusive);
  EXPECT_THAT(trial.reason,
              StartsWith("anonymous grows by +148,000 B/fetch, for which no source accounts; no "));
}

TEST(JudgeTrial, NamesRetention) {
  const Result trial = judged(measured(
      {descriptors, threads, finding("heap_blocks", Ruling::clean),
       finding("heap_bytes", Ruling::clean), finding("mapped_bytes", Ruling::clean),
       finding("unexplained", Ruling::clean), testing::onlooker("anonymous", Ruling::leaks)}));
  EXPECT_EQ(trial.ruling, Conclusion::clean);
  EXPECT_THAT(trial.findings.back().verdict.reason, StartsWith("retention or fragmentation"));
}

}  // namespace
}  // namespace leakproof
