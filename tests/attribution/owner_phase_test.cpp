// SPDX-License-Identifier: MIT
#include "attribution/owner_phase.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leak.hpp"
#include "model/explanation.hpp"
#include "model/owner.hpp"
#include "scripted_process.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using testing::FakeEnvironment;
using testing::FakeOrigin;
using testing::FakeProcess;
using testing::FakeWorker;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using testing::leak;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::World;

class OwnerPhase : public ::testing::Test {
 protected:
  // 1,000 fetches of 0.1 ms each.
  Result find(std::vector<Finding> findings, Environment& environment) {
    Result result{.trial = {.plan = {.horizon = 2000, .max_memory = 128 << 20}},
                  .reason = "as it was",
                  .fetches = 1000,
                  .fetching_seconds = 0.1,
                  .findings = std::move(findings)};
    FakeOrigin origin(world_);
    FakeWorker worker(world_);
    FakeProcess process(world_);
    is_alive_ = find_owners(result, environment, origin, worker, process);
    return result;
  }
  Result find(std::vector<Finding> findings) {
    FakeEnvironment environment;
    return find(std::move(findings), environment);
  }

  World world_{};
  bool is_alive_ = false;
};

AllocationGroup left(std::uintptr_t stack, std::int64_t per_epoch, std::int64_t bytes,
                     ResourceKind kind = ResourceKind::block) {
  AllocationGroup group = testing::left(per_epoch, bytes, kind);
  group.stack = {stack};
  return group;
}

TEST_F(OwnerPhase, TracksTheEpochsAndThenLetsWhatIsToGoGo) {
  find({leak("heap_bytes", 24)});
  EXPECT_THAT(world_.events, ElementsAre("raise limit", "prepare", "fetch 1", "note 0", "fetch 10",
                                         "fetch 50", "note 1", "fetch 60", "note 2", "fetch 60",
                                         "note 3", "fetch 60", "only forget", "fetch 60", "stop"));
}

TEST_F(OwnerPhase, GoesOnWhereOneAllocationInManyFetchesMayBeMissed) {
  AllocationGroup rare = left(2, 30, 16);
  rare.by_epoch = {0, 1, 0, 0};
  world_.outstanding.groups = {left(1, 30, 8), rare};
  world_.on_advance = [&](std::int64_t) {
    if (world_.fetches > 301) world_.outstanding.groups[1].by_epoch = {0, 1, 0, 0, 1, 1, 0, 1};
  };
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_THAT(world_.events,
              IsSupersetOf({"note 4", "note 5", "note 6", "note 7", "only forget", "stop"}));
  EXPECT_THAT(result.owners, SizeIs(2));
  EXPECT_EQ(result.owner_fetches, 1 + 2 * 5 * 60);
}

TEST_F(OwnerPhase, DoesNotGoOnTowardsALimitThatIsNear) {
  AllocationGroup rare = left(2, 30, 24);
  rare.by_epoch = {0, 1, 0, 0};
  world_.outstanding.groups = {rare};
  world_.on_advance = [&](std::int64_t) { world_.resident_bytes = (128 << 20) - 6000; };
  EXPECT_EQ(find({leak("heap_bytes", 24)}).owner_fetches, 301);
}

TEST_F(OwnerPhase, NamesWhoLeavesSomethingBehind) {
  world_.outstanding.groups = {left(7, 30, 24)};
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_TRUE(is_alive_);
  ASSERT_THAT(result.owners, SizeIs(1));
  EXPECT_EQ(result.owners[0].stack.at(0).function, "7");
  EXPECT_DOUBLE_EQ(result.owners[0].share, 1);
  EXPECT_EQ(result.unattributed, "");
  EXPECT_EQ(result.reason, "as it was");
  EXPECT_EQ(result.owner_fetches, 301);
}

TEST_F(OwnerPhase, LeavesOutWhatDoesNotLastOrDoesNotLeak) {
  AllocationGroup late = left(1, 30, 24);
  late.by_epoch = {0, 0, 0, 0, 0, 0, 0, 160};
  world_.outstanding.groups = {late, left(2, 30, 24, ResourceKind::mapping), left(3, 30, 24)};
  const Result result = find({leak("heap_bytes", 24)});
  ASSERT_THAT(result.owners, SizeIs(1));
  EXPECT_EQ(result.owners[0].stack.at(0).function, "3");
}

TEST_F(OwnerPhase, SaysHowManyCallsWereNotRecorded) {
  world_.outstanding.lost = 7;
  EXPECT_THAT(find({leak("heap_bytes", 24)}).unattributed, HasSubstr("7 calls were not recorded"));
}

AllocationGroup descriptors(std::uintptr_t stack, std::vector<int> numbers) {
  AllocationGroup group = left(stack, 30, 0, ResourceKind::descriptor);
  group.descriptors = std::move(numbers);
  return group;
}

TEST_F(OwnerPhase, SaysWhatDescriptorsAreNow) {
  world_.descriptor_kinds = {{4, "pipe"}, {5, "pipe"}};
  world_.outstanding.groups = {descriptors(1, {4, 5, 99}), descriptors(2, {99})};
  const Result result = find({leak("descriptors", 1)});
  ASSERT_THAT(result.owners, SizeIs(1)) << "what is closed again has no owner";
  EXPECT_EQ(result.owners[0].details, "pipe");
}

TEST_F(OwnerPhase, CountsTheTrafficOfTheEpochsAndTheGrace) {
  world_.fetches = 1000;
  world_.descriptor_kinds = {{4, "ESTABLISHED"}};
  world_.outstanding.groups = {descriptors(1, {4})};
  EXPECT_THAT(find({leak("descriptors", 1)}).owners.at(0).details,
              HasSubstr("600 complete replies and 300 incomplete"));
}

TEST_F(OwnerPhase, FindsNoOwnersWhereNothingNamesCode) {
  class Nameless final : public Environment {
   public:
    std::unique_ptr<Origin> open_origin(const Trial&) override { return nullptr; }
    std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override { return nullptr; }
  };
  world_.outstanding.groups = {left(7, 30, 24)};
  Nameless environment;
  const Result result = find({leak("heap_bytes", 24)}, environment);
  EXPECT_THAT(result.owners, IsEmpty());
  EXPECT_THAT(result.unattributed, HasSubstr("100 % of the growth"));
}

TEST_F(OwnerPhase, NamesFiveHundredStacksAtMostTheLargestFirst) {
  for (std::uintptr_t stack = 1; stack <= 501; ++stack) {
    world_.outstanding.groups.push_back(left(stack, 30, static_cast<std::int64_t>(stack)));
  }
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_THAT(result.owners, SizeIs(500));
  EXPECT_EQ(result.owners.front().stack.at(0).function, "501");
  EXPECT_EQ(result.owners.back().stack.at(0).function, "2");
}

TEST_F(OwnerPhase, SaysWhereAllocationsAreNotObservable) {
  world_.is_observed = false;
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_EQ(result.unattributed, "no owners: not observable here");
  EXPECT_THAT(world_.events, IsEmpty());
  EXPECT_TRUE(is_alive_);
}

TEST_F(OwnerPhase, DoesNotFetchTowardsALimitThatIsNear) {
  world_.resident_bytes = 128 << 20;
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_EQ(result.unattributed, "no owners: the worker is too close to its limits");
  EXPECT_EQ(world_.fetches, 0);
  EXPECT_TRUE(is_alive_);
}

TEST_F(OwnerPhase, SaysHowTheWorkerWasLost) {
  world_.on_advance = [](std::int64_t fetches) {
    if (fetches > 1) throw WorkerFailure("it was killed by signal 11");
  };
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_FALSE(is_alive_);
  EXPECT_EQ(result.unattributed,
            "no owners: the worker failed during attribution: it was killed by signal 11");
  EXPECT_EQ(result.reason, "as it was");
}

TEST_F(OwnerPhase, SaysThatTheWorkerRanIntoItsMemoryLimit) {
  world_.on_advance = [](std::int64_t) { throw MemoryCapReached("its memory limit of 2 GiB"); };
  EXPECT_EQ(find({leak("heap_bytes", 24)}).unattributed,
            "no owners: the worker reached its memory limit of 2 GiB during attribution");
  EXPECT_FALSE(is_alive_);
}

TEST_F(OwnerPhase, SaysThatTheWorkerEndedByItself) {
  world_.ends_by_itself = true;
  EXPECT_THAT(find({leak("heap_bytes", 24)}).unattributed, HasSubstr("it ended by itself"));
  EXPECT_FALSE(is_alive_);
}

// Explanations, 60 fetches apart, of one line of a script that holds more bytes in each.
std::vector<std::optional<Explanation>> explaining(std::int64_t bytes) {
  std::vector<std::optional<Explanation>> all;
  for (std::int64_t when = 0; when < 4; ++when) {
    all.push_back(Explanation{.source = "tracemalloc",
                              .holdings = {{.bytes = 1000 + when * bytes,
                                            .count = 10 * (when + 1),
                                            .stack = {{.file = "mine.py", .line = 3}}}}});
  }
  return all;
}

std::vector<std::string> sources(const Result& result) {
  std::vector<std::string> sources;
  for (const Owner& owner : result.owners) sources.push_back(owner.source);
  return sources;
}

TEST_F(OwnerPhase, AsksTheRuntimeThreeTimesAfterTrackingHasStopped) {
  world_.explanations = explaining(3'000);
  find({leak("heap_bytes", 100)});
  const auto stopped = std::ranges::find(world_.events, "stop");
  ASSERT_NE(stopped, world_.events.end());
  EXPECT_THAT(std::vector(stopped + 1, world_.events.end()),
              ElementsAre("explain", "fetch 10", "fetch 50", "explain", "fetch 60", "explain",
                          "fetch 60", "explain"));
}

TEST_F(OwnerPhase, AsksAgainWhereATableDoubledMeanwhile) {
  world_.explanations = explaining(30'000);
  for (const auto& explanation : explaining(6'000)) world_.explanations.push_back(explanation);
  const Result result = find({leak("heap_bytes", 100)});
  ASSERT_THAT(result.owners, SizeIs(1));
  EXPECT_DOUBLE_EQ(result.owners[0].share, 1);
  EXPECT_EQ(std::ranges::count(world_.events, "explain"), 8);
}

TEST_F(OwnerPhase, KeepsWhatItWasToldFirstWhereTheRuntimeDoesNotAnswerAgain) {
  world_.explanations = explaining(30'000);
  EXPECT_THAT(find({leak("heap_bytes", 100)}).owners, SizeIs(1));
}

TEST_F(OwnerPhase, MakesMoreFetchesWhereTheRuntimeSamples) {
  world_.explanations = explaining(8'000);
  for (auto& explanation : world_.explanations) explanation->source = "sampling-heap-profiler";
  find({leak("heap_bytes", 100)});
  EXPECT_EQ(std::ranges::count(world_.events, "fetch 160"), 2);
}

TEST_F(OwnerPhase, MakesFewFetchesWhereEachLeavesMuch) {
  world_.explanations = explaining(8'000 * 60);
  for (auto& explanation : world_.explanations) explanation->source = "sampling-heap-profiler";
  find({leak("heap_bytes", 8'000)});
  EXPECT_EQ(std::ranges::count(world_.events, "fetch 160"), 0);
}

TEST_F(OwnerPhase, PrefersTheRuntimeWhereItExplainsHalfOfTheGrowth) {
  world_.explanations = explaining(3'000);
  world_.outstanding.groups = {left(7, 30, 100)};
  const Result result = find({leak("heap_bytes", 100)});
  EXPECT_THAT(sources(result), ElementsAre("tracemalloc"));
  EXPECT_THAT(result.unattributed, StartsWith("heap_bytes: tracemalloc explains 50 %"));
}

TEST_F(OwnerPhase, ShowsCallStacksFirstWhereTheRuntimeExplainsLess) {
  world_.explanations = explaining(2'900);
  for (auto& explanation : world_.explanations) {
    explanation->holdings[0].stack[0].file = "/usr/lib/python3.11/queue.py";
  }
  world_.outstanding.groups = {left(7, 30, 100)};
  EXPECT_THAT(sources(find({leak("heap_bytes", 100)})), ElementsAre("call stacks", "tracemalloc"));
}

TEST_F(OwnerPhase, ShowsCallStacksLastWhereOnlyTheRuntimeNamesTheUsersCode) {
  world_.explanations = explaining(2'900);
  world_.outstanding.groups = {left(7, 30, 100)};
  const Result result = find({leak("heap_bytes", 100)});
  ASSERT_THAT(sources(result), ElementsAre("tracemalloc", "call stacks"));
  EXPECT_TRUE(result.owners[0].yours);
  EXPECT_FALSE(result.owners[1].yours);
}

TEST_F(OwnerPhase, AddsTheStacksOfWhatNoRuntimeExplains) {
  world_.explanations = explaining(6'000);
  world_.descriptor_kinds = {{4, "pipe"}};
  world_.outstanding.groups = {left(7, 30, 100), descriptors(9, {4})};
  const Result result = find({leak("heap_bytes", 100), leak("descriptors", 1)});
  ASSERT_THAT(sources(result), ElementsAre("tracemalloc", "call stacks"));
  EXPECT_EQ(result.owners[1].metric, "descriptors");
  EXPECT_EQ(result.unattributed, "");
}

TEST_F(OwnerPhase, DoesNotAskTheRuntimeOfALeakThatItCannotExplain) {
  world_.explanations = explaining(6'000);
  find({leak("mapped_bytes", 4096)});
  EXPECT_THAT(world_.explanations, SizeIs(4));
}

TEST_F(OwnerPhase, TracksNoNativeAllocationsWhereOnlyTheHeapOfARuntimeLeaks) {
  world_.explanations = explaining(6'000);
  const Result result = find({leak("js_heap", 100)});
  EXPECT_THAT(result.owners, SizeIs(1));
  EXPECT_EQ(result.unattributed, "");
  EXPECT_EQ(std::ranges::count(world_.events, "prepare"), 0);
}

TEST_F(OwnerPhase, TracksNoMoreEpochsOfTheMemoryBehindTheHeapOfARuntime) {
  AllocationGroup rare = left(2, 30, 16);
  rare.by_epoch = {0, 1, 0, 0};
  world_.outstanding.groups = {rare};
  world_.explanations = explaining(6'000);
  find({leak("js_heap", 100), leak("heap_bytes", 24)});
  EXPECT_EQ(std::ranges::count(world_.events, "prepare"), 1);
  EXPECT_EQ(std::ranges::count(world_.events, "note 4"), 0);
}

TEST_F(OwnerPhase, AsksTheRuntimeWhereOnlyDescriptorsLeak) {
  world_.explanations = explaining(6'000);
  find({leak("descriptors", 1)});
  EXPECT_THAT(world_.explanations, IsEmpty());
}

TEST_F(OwnerPhase, SaysWhereTheRuntimeStopsAnswering) {
  world_.explanations = explaining(6'000);
  world_.explanations[2] = std::nullopt;
  EXPECT_THAT(find({leak("heap_bytes", 100)}).unattributed,
              HasSubstr("the worker's runtime did not report what holds memory"));
}

TEST_F(OwnerPhase, DoesNotAskForExplanationsThatAreLessThanTwoFetchesApart) {
  world_.resident_bytes = (128 << 20) - 700;
  world_.explanations = explaining(6'000);
  find({leak("heap_bytes", 100)});  // the limits allow five fetches
  EXPECT_THAT(world_.explanations, SizeIs(3)) << "after the one that switches it on";
}

TEST_F(OwnerPhase, AsksForExplanationsThatAreTwoFetchesApart) {
  world_.resident_bytes = (128 << 20) - 800;
  world_.explanations = explaining(6'000);
  find({leak("heap_bytes", 100)});  // the limits allow six fetches
  EXPECT_THAT(world_.explanations, IsEmpty());
  EXPECT_EQ(std::ranges::count(world_.events, "fetch 2"), 3);
}

Result wanting(Attribution attribution, Expectation expect, std::vector<Finding> findings) {
  return {.trial = {.expect = expect, .attribution = attribution},
          .fetches = 1000,
          .findings = std::move(findings)};
}

TEST(Owners, AreLookedForWhereALeakWasNotDeclared) {
  const std::vector findings{leak("heap_bytes", 24)};
  using enum Attribution;
  EXPECT_TRUE(wants_owners(wanting(unless_declared, Expectation::clean, findings)));
  EXPECT_FALSE(wants_owners(wanting(unless_declared, Expectation::leaks, findings)));
  EXPECT_TRUE(wants_owners(wanting(always, Expectation::leaks, findings)));
  EXPECT_FALSE(wants_owners(wanting(none, Expectation::clean, findings)));
  EXPECT_FALSE(wants_owners(wanting(always, Expectation::clean, {})));
}

}  // namespace
}  // namespace leakproof
