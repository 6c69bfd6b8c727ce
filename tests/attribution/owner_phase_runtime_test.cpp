// SPDX-License-Identifier: MIT
#include "attribution/owner_phase.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/explanation.hpp"
#include "model/owner.hpp"
#include "owner_phase_fixture.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::leak;
using testing::left;
using ::testing::SizeIs;
using ::testing::StartsWith;

// What the phase asks of a runtime.
class OwnerPhaseOfARuntime : public testing::OwnerPhase {};

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

TEST_F(OwnerPhaseOfARuntime, AsksTheRuntimeThreeTimesAfterTrackingHasStopped) {
  world_.explanations = explaining(3'000);
  find({leak("heap_bytes", 100)});
  const auto stopped = std::ranges::find(world_.events, "stop");
  ASSERT_NE(stopped, world_.events.end());
  EXPECT_THAT(std::vector(stopped + 1, world_.events.end()),
              ElementsAre("explain", "fetch 10", "fetch 50", "explain", "fetch 60", "explain",
                          "fetch 60", "explain"));
}

TEST_F(OwnerPhaseOfARuntime, AsksAgainWhereATableDoubledMeanwhile) {
  world_.explanations = explaining(30'000);
  for (const auto& explanation : explaining(6'000)) world_.explanations.push_back(explanation);
  const Result result = find({leak("heap_bytes", 100)});
  ASSERT_THAT(result.owners, SizeIs(1));
  EXPECT_DOUBLE_EQ(result.owners[0].share, 1);
  EXPECT_EQ(std::ranges::count(world_.events, "explain"), 8);
}

TEST_F(OwnerPhaseOfARuntime, KeepsWhatItWasToldFirstWhereTheRuntimeDoesNotAnswerAgain) {
  world_.explanations = explaining(30'000);
  EXPECT_THAT(find({leak("heap_bytes", 100)}).owners, SizeIs(1));
}

TEST_F(OwnerPhaseOfARuntime, MakesMoreFetchesWhereTheRuntimeSamples) {
  world_.explanations = explaining(8'000);
  for (auto& explanation : world_.explanations) explanation->source = "sampling-heap-profiler";
  find({leak("heap_bytes", 100)});
  EXPECT_EQ(std::ranges::count(world_.events, "fetch 160"), 2);
}

TEST_F(OwnerPhaseOfARuntime, MakesFewFetchesWhereEachLeavesMuch) {
  world_.explanations = explaining(8'000 * 60);
  for (auto& explanation : world_.explanations) explanation->source = "sampling-heap-profiler";
  find({leak("heap_bytes", 8'000)});
  EXPECT_EQ(std::ranges::count(world_.events, "fetch 160"), 0);
}

TEST_F(OwnerPhaseOfARuntime, PrefersTheRuntimeWhereItExplainsHalfOfTheGrowth) {
  world_.explanations = explaining(3'000);
  world_.outstanding.groups = {left(7, 30, 100)};
  const Result result = find({leak("heap_bytes", 100)});
  EXPECT_THAT(sources(result), ElementsAre("tracemalloc"));
  EXPECT_THAT(result.unattributed, StartsWith("heap_bytes: tracemalloc explains 50 %"));
}

TEST_F(OwnerPhaseOfARuntime, ShowsCallStacksFirstWhereTheRuntimeExplainsLess) {
  world_.explanations = explaining(2'900);
  for (auto& explanation : world_.explanations) {
    explanation->holdings[0].stack[0].file = "/usr/lib/python3.11/queue.py";
  }
  world_.outstanding.groups = {left(7, 30, 100)};
  EXPECT_THAT(sources(find({leak("heap_bytes", 100)})), ElementsAre("call stacks", "tracemalloc"));
}

TEST_F(OwnerPhaseOfARuntime, ShowsCallStacksLastWhereOnlyTheRuntimeNamesTheUsersCode) {
  world_.explanations = explaining(2'900);
  world_.outstanding.groups = {left(7, 30, 100)};
  const Result result = find({leak("heap_bytes", 100)});
  ASSERT_THAT(sources(result), ElementsAre("tracemalloc", "call stacks"));
  EXPECT_TRUE(result.owners[0].yours);
  EXPECT_FALSE(result.owners[1].yours);
}

TEST_F(OwnerPhaseOfARuntime, AddsTheStacksOfWhatNoRuntimeExplains) {
  world_.explanations = explaining(6'000);
  world_.descriptor_kinds = {{4, "pipe"}};
  world_.outstanding.groups = {left(7, 30, 100), testing::descriptors_of(9, {4})};
  const Result result = find({leak("heap_bytes", 100), leak("descriptors", 1)});
  ASSERT_THAT(sources(result), ElementsAre("tracemalloc", "call stacks"));
  EXPECT_EQ(result.owners[1].metric, "descriptors");
  EXPECT_EQ(result.unattributed, "");
}

TEST_F(OwnerPhaseOfARuntime, DoesNotAskTheRuntimeOfALeakThatItCannotExplain) {
  world_.explanations = explaining(6'000);
  find({leak("mapped_bytes", 4096)});
  EXPECT_THAT(world_.explanations, SizeIs(4));
}

TEST_F(OwnerPhaseOfARuntime, TracksNoNativeAllocationsWhereOnlyTheHeapOfARuntimeLeaks) {
  world_.explanations = explaining(6'000);
  const Result result = find({leak("js_heap", 100)});
  EXPECT_THAT(result.owners, SizeIs(1));
  EXPECT_EQ(result.unattributed, "");
  EXPECT_EQ(std::ranges::count(world_.events, "prepare"), 0);
}

TEST_F(OwnerPhaseOfARuntime, TracksNoMoreEpochsOfTheMemoryBehindTheHeapOfARuntime) {
  AllocationGroup rare = left(2, 30, 16);
  rare.by_epoch = {0, 1, 0, 0};
  world_.outstanding.groups = {rare};
  world_.explanations = explaining(6'000);
  find({leak("js_heap", 100), leak("heap_bytes", 24)});
  EXPECT_EQ(std::ranges::count(world_.events, "prepare"), 1);
  EXPECT_EQ(std::ranges::count(world_.events, "note 4"), 0);
}

TEST_F(OwnerPhaseOfARuntime, AsksTheRuntimeWhereOnlyDescriptorsLeak) {
  world_.explanations = explaining(6'000);
  find({leak("descriptors", 1)});
  EXPECT_THAT(world_.explanations, IsEmpty());
}

TEST_F(OwnerPhaseOfARuntime, SaysWhereTheRuntimeStopsAnswering) {
  world_.explanations = explaining(6'000);
  world_.explanations[2] = std::nullopt;
  EXPECT_THAT(find({leak("heap_bytes", 100)}).unattributed,
              HasSubstr("the worker's runtime did not report what holds memory"));
}

TEST_F(OwnerPhaseOfARuntime, DoesNotAskForExplanationsThatAreLessThanTwoFetchesApart) {
  world_.resident_bytes = (128 << 20) - 700;
  world_.explanations = explaining(6'000);
  find({leak("heap_bytes", 100)});  // the limits allow five fetches
  EXPECT_THAT(world_.explanations, SizeIs(3)) << "after the one that switches it on";
}

TEST_F(OwnerPhaseOfARuntime, AsksForExplanationsThatAreTwoFetchesApart) {
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

}  // namespace
}  // namespace leakproof
