// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "fakes.hpp"
#include "model/finding.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/plan.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "model/worker.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

using testing::FakeEnvironment;
using ::testing::HasSubstr;
using testing::Usage;
using testing::World;

Result run_in(World world, Trial trial = {.client = "fake", .scenario = {.name = "plain"}}) {
  FakeEnvironment environment(std::move(world));
  return run(trial, environment, testing::probes_of_world());
}

const Finding& finding(const Result& result, std::string_view metric) {
  for (const Finding& finding : result.findings) {
    if (finding.series.metric.name == metric) return finding;
  }
  throw std::out_of_range(std::string(metric));
}

Trial broken_replies() {
  return {.client = "fake",
          .scenario = {.name = "drop-mid-body", .expected_outcome = ExpectedOutcome::error}};
}

TEST(Trial, ClearsAFlatClientAtTheFirstLook) {
  const Result result = run_in({});
  EXPECT_EQ(result.ruling, Conclusion::clean);
  EXPECT_GE(result.fetches, 2000);
  EXPECT_LT(result.fetches, 2040);
}

TEST(Trial, SaysThatTheWorkerLeavesBodiesUnread) {
  EXPECT_TRUE(run_in({.leaves_bodies = true}).leaves_bodies);
  EXPECT_FALSE(run_in({}).leaves_bodies);
}

TEST(Trial, AccusesASteadyClimbAtTheSecondLook) {
  const Result result = run_in({.heap = [](std::int64_t n) { return 24 * n; }});
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_NEAR(finding(result, "heap_bytes").verdict.growth.per_fetch, 24, 0.001);
  EXPECT_GE(result.fetches, 3000);
  EXPECT_LT(result.fetches, 3040);
}

TEST(Trial, AccusesALeakOfConnectionsLongBeforeTheHeapsHorizon) {
  const Result result = run_in({.connections = [](std::int64_t n) { return n; }});
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_LT(result.fetches, 640);
}

TEST(Trial, LeavesAGrowingButFadingHeapOpenAtTheBudget) {
  const Result result = run_in({.heap = [](std::int64_t n) {
    return static_cast<std::int64_t>(100'000 * std::log(1.0 + static_cast<double>(n)));
  }});
  EXPECT_EQ(result.ruling, Conclusion::inconclusive);
  EXPECT_GE(result.fetches, 22'782);
  EXPECT_LE(finding(result, "heap_bytes").series.samples.size(), 1100U);
}

TEST(Trial, SeesALeakThatStartsAfterItsSeriesWasCleared) {
  const Result result =
      run_in({.heap = [](std::int64_t n) { return n < 2500 ? 24 * n : 60'000; },
              .descriptors = [](std::int64_t n) { return n < 700 ? 7 : 7 + (n - 700) / 10; }});
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_EQ(finding(result, "descriptors").verdict.ruling, Ruling::leaks);
}

TEST(Trial, RestsACleanVerdictOnAsManyFetchesAsAskedFor) {
  const Result result =
      run_in({}, {.client = "fake", .scenario = {.name = "plain"}, .plan = {.at_least = 10'000}});
  EXPECT_EQ(result.ruling, Conclusion::clean);
  EXPECT_GE(result.fetches, 10'000);
}

TEST(Trial, ReadsWhatIsExpensiveAtItsLookAndSeldomElse) {
  const Result flat = run_in({});
  const auto& at_first_look = finding(flat, "resident").series.samples;
  EXPECT_EQ(at_first_look.back().fetches, flat.fetches);
  EXPECT_LT(at_first_look.size(), 25U);

  // An informational series that leaks gets no further looks.
  const Result growing =
      run_in({.resident = [](std::int64_t n) { return 4096 * n; }},
             {.client = "fake", .scenario = {.name = "plain"}, .plan = {.at_least = 100'000}});
  EXPECT_EQ(finding(growing, "resident").verdict.ruling, Ruling::leaks);
  EXPECT_LT(finding(growing, "resident").series.samples.size(), 50U);
}

TEST(Trial, FindsAClientThatRunsIntoItsDescriptorLimitBeforeTheFirstLook) {
  const Result result = run_in({.descriptors = [](std::int64_t n) { return 7 + 3 * n; }});
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_THAT(result.reason,
              HasSubstr("stopped before its descriptor limit of 1,024 after 336 fetches"));
  EXPECT_NEAR(finding(result, "descriptors").verdict.growth.per_fetch, 3, 0.001);
}

TEST(Trial, FindsTheDescriptorLimitOfAClientThatHangsThere) {
  const Result result = run_in({
      .fetch = [](std::int64_t before, std::int64_t now) -> std::int64_t {
        if (before + now > 330) throw WorkerFailure("it did not answer within 30 s");
        return 0;
      },
      .descriptors = [](std::int64_t n) { return 7 + 3 * n; },
  });
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_THAT(result.reason, HasSubstr("ran into its descriptor limit"));
}

TEST(Trial, DoesNotCallManyDescriptorsAtOnceALeak) {
  const Result result = run_in({.descriptors = [](std::int64_t n) { return n == 0 ? 7 : 1020; }});
  EXPECT_EQ(result.ruling, Conclusion::inconclusive);
  EXPECT_THAT(result.reason, HasSubstr("ran into its descriptor limit"));
}

TEST(Trial, FindsAClientThatRunsIntoItsMemoryLimit) {
  const Result result = run_in({
      .fetch = [](std::int64_t before, std::int64_t now) -> std::int64_t {
        if (before + now > 128) throw MemoryCapReached("its memory limit of 2 GiB");
        return 0;
      },
      .heap = [](std::int64_t n) { return n << 24; },
  });
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_THAT(result.reason, HasSubstr("ran into its memory limit of 2 GiB after 12"));
}

/// A leaking client whose worker is no longer usable when attribution would start.
struct Unusable {
  std::string name{};
  World world{};
  std::string unattributed{};
};

void PrintTo(const Unusable& unusable, std::ostream* out) { *out << unusable.name; }

class TrialWithoutItsWorker : public ::testing::TestWithParam<Unusable> {};

TEST_P(TrialWithoutItsWorker, SaysWhyItHasNoOwners) {
  Trial trial{.client = "fake", .scenario = {.name = "plain"}};
  EXPECT_EQ(run_in(GetParam().world, trial).unattributed, "") << "no owners were asked for";
  trial.attribution = Attribution::always;
  const Result result = run_in(GetParam().world, trial);
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_EQ(result.unattributed, GetParam().unattributed);
}

const std::vector<Unusable> unusable_workers{
    {"AtItsMemoryLimit",
     {.fetch = [](std::int64_t before, std::int64_t now) -> std::int64_t {
        if (before + now > 128) throw MemoryCapReached("its memory limit of 2 GiB");
        return 0;
      },
      .heap = [](std::int64_t n) { return n << 24; }},
     "no owners: the worker had reached its memory limit of 2 GiB"},
    {"HungAtItsDescriptorLimit",
     {.fetch = [](std::int64_t before, std::int64_t now) -> std::int64_t {
        if (before + now > 330) throw WorkerFailure("it did not answer within 30 s");
        return 0;
      },
      .descriptors = [](std::int64_t n) { return 7 + 3 * n; }},
     "no owners: the worker had reached its descriptor limit of 1,024"},
    {"EndedByItself",
     {.heap = [](std::int64_t n) { return 24 * n; }, .ends_after = 2900},
     "no owners: the worker had ended by itself"},
};

INSTANTIATE_TEST_SUITE_P(Where, TrialWithoutItsWorker, ::testing::ValuesIn(unusable_workers),
                         [](const auto& test) { return test.param.name; });

TEST(Trial, IsInvalidWhereTheWorkerFails) {
  const Result result = run_in({.fetch = [](std::int64_t before, std::int64_t) -> std::int64_t {
    if (before > 1000) throw WorkerFailure("it was killed by signal 11\n    Segmentation fault");
    return 0;
  }});
  EXPECT_EQ(result.ruling, Conclusion::invalid);
  EXPECT_THAT(result.reason, HasSubstr("the client failed after 1,0"));
  EXPECT_THAT(result.reason, HasSubstr("Segmentation fault"));
  EXPECT_FALSE(result.findings.empty()) << "what was measured until then is kept";
}

TEST(Trial, IsInvalidWhereTheOriginSawLess) {
  const Result result = run_in({.requests = [](std::int64_t) { return 1; }});
  EXPECT_EQ(result.ruling, Conclusion::invalid);
  EXPECT_THAT(result.reason, HasSubstr("the origin saw 1 requests"));
}

TEST(Trial, RemarksOnAClientThatTakesABrokenReplyForAWholeOne) {
  World world{.broken = [](std::int64_t fetches) { return fetches; }};
  const Result trusting = run_in(world, broken_replies());
  EXPECT_EQ(trusting.ruling, Conclusion::clean);
  EXPECT_THAT(trusting.reason, HasSubstr("fetches that should have failed"));
  world.fetch = [](std::int64_t, std::int64_t now) { return now; };
  const Result noticing = run_in(world, broken_replies());
  EXPECT_EQ(noticing.ruling, Conclusion::clean);
  EXPECT_THAT(noticing.reason, Not(HasSubstr("should have failed")));
}

TEST(Trial, ListensToALeakCheckerAtTheEnd) {
  const Result result = run_in(
      {.exit_report = {
           .exit_code = 23,
           .last_words = "SUMMARY: AddressSanitizer: 8 byte(s) leaked in 1 allocation(s)."}});
  EXPECT_EQ(result.ruling, Conclusion::leaks);
  EXPECT_THAT(result.reason, HasSubstr("unreachable"));
}

TEST(Trial, IsInvalidWhereTheWorkerEndsBadly) {
  EXPECT_EQ(run_in({.exit_report = {.exit_code = 7}}).ruling, Conclusion::invalid);
  EXPECT_EQ(run_in({.hangs_at_stop = true}).ruling, Conclusion::invalid);
  const Result result = run_in({.fills_memory_at_stop = true});
  EXPECT_EQ(result.ruling, Conclusion::invalid);
  EXPECT_THAT(result.reason, HasSubstr("it ran into its memory limit of 2 GiB while it ended"));
}

TEST(Trial, KeepsAProvenLeakWhereTheWorkerEndsBadly) {
  const auto leak = [](std::int64_t n) { return 24 * n; };
  for (const World& world : {World{.heap = leak, .exit_report = {.exit_code = 7}},
                             World{.heap = leak, .hangs_at_stop = true},
                             World{.heap = leak, .fills_memory_at_stop = true}}) {
    const Result result = run_in(world);
    EXPECT_EQ(result.ruling, Conclusion::leaks);
    EXPECT_THAT(result.reason, HasSubstr("in addition, the client failed after"));
  }
}

class Listener final : public Observer {
 public:
  void checkpoint(const Result& result) override { checkpoints.push_back(result); }
  void interrupted(const Result& result) override { last = result; }
  std::vector<Result> checkpoints;
  Result last;
};

Trial that_goes_on(std::int64_t fetches, Earlier earlier = {}) {
  return {.client = "fake",
          .scenario = {.name = "plain"},
          .plan = {.at_least = fetches, .earlier = earlier}};
}

Result listened_to(const World& world, const Trial& trial, Listener& listener) {
  FakeEnvironment environment(world);
  return run(trial, environment, testing::probes_of_world(), listener);
}

TEST(Trial, ThatGoesOnEndsSoonAfterTheFetchesAskedFor) {
  Listener listener;
  const Result result = listened_to({}, that_goes_on(1'000'000), listener);
  EXPECT_EQ(result.ruling, Conclusion::clean);
  EXPECT_GE(result.fetches, 1'000'000);
  EXPECT_LT(result.fetches, 1'010'000);
  for (const Finding& found : result.findings) EXPECT_LT(found.series.samples.size(), 1000U);
}

TEST(Trial, ThatGoesOnTellsWhatItKnowsAtEachFurtherLook) {
  Listener listener;
  listened_to({}, that_goes_on(1'000'000), listener);
  // Looks from 22,782 fetches on, each at 1.5 times the fetches of the one before.
  EXPECT_GE(listener.checkpoints.size(), 9U);
  EXPECT_LE(listener.checkpoints.size(), 11U);
  EXPECT_EQ(listener.checkpoints.back().ruling, Conclusion::inconclusive);
  EXPECT_GT(listener.checkpoints.back().fetches, 600'000);
  EXPECT_FALSE(listener.checkpoints.back().findings.empty());
}

TEST(Trial, OfTheUsualLengthTellsNothingOnTheWay) {
  Listener listener;
  listened_to({}, that_goes_on(0), listener);
  EXPECT_TRUE(listener.checkpoints.empty());
}

Usage from(std::int64_t start) {
  return [start](std::int64_t n) { return 1000 + 24 * std::max<std::int64_t>(0, n - start); };
}

TEST(Trial, ThatGoesOnFindsALeakThatBeginsLate) {
  Listener listener;
  const Result early = listened_to({.heap = from(80'000)}, that_goes_on(1'000'000), listener);
  EXPECT_EQ(early.ruling, Conclusion::leaks) << early.reason;
  const Result late = listened_to({.heap = from(900'000)}, that_goes_on(1'000'000), listener);
  EXPECT_EQ(late.ruling, Conclusion::inconclusive) << late.reason;
}

TEST(Trial, ThatIsInterruptedTellsHowFarItCame) {
  Listener listener;
  for (const std::int64_t minimum : {0, 1'000'000}) {
    const World world{.fetch = [](std::int64_t before, std::int64_t) -> std::int64_t {
      if (before > 1000) throw Interrupted();
      return 0;
    }};
    EXPECT_THROW(listened_to(world, that_goes_on(minimum), listener), Interrupted);
    EXPECT_GT(listener.last.fetches, 1000);
    EXPECT_EQ(listener.last.ruling, Conclusion::inconclusive);
    listener.last = {};
  }
}

TEST(Trial, ThatIsResumedCountsWhatWasFetchedBefore) {
  Listener listener;
  const Result result =
      listened_to({}, that_goes_on(1'000'000, {.fetches = 900'000, .seconds = 30}), listener);
  EXPECT_EQ(result.ruling, Conclusion::clean);
  EXPECT_GE(result.fetches, 100'000);
  EXPECT_LT(result.fetches, 101'000);
  EXPECT_THAT(result.reason, HasSubstr("resumed after 900,000 fetches in an earlier process"));
}

TEST(Trial, ThatGoesOnForATimeEndsThen) {
  Trial trial = that_goes_on(0);
  trial.plan.lasts = std::chrono::hours(8);
  trial.plan.earlier.seconds = 8 * 3600 - 0.05;
  Listener listener;
  const Result result = listened_to({}, trial, listener);
  EXPECT_EQ(result.ruling, Conclusion::clean);
  EXPECT_GE(result.fetching_seconds, 0.05);
}

}  // namespace
}  // namespace leakproof
