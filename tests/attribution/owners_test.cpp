// SPDX-License-Identifier: MIT
#include "attribution/owners.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "leak.hpp"

namespace leakproof {
namespace {

using testing::at;
using testing::candidate;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::leak;
using ::testing::SizeIs;
using testing::window;

TEST(Owners, AreRankedByTheirShareOfTheGrowth) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 500)},
                {candidate({at("small")}, 10, 100), candidate({at("large")}, 10, 400)}, window);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[0].stack.front().function, "large");
  EXPECT_DOUBLE_EQ(owners[0].share, 0.8);
  EXPECT_DOUBLE_EQ(owners[0].count_per_fetch, 1);
  EXPECT_DOUBLE_EQ(owners[1].bytes_per_fetch, 100);
  EXPECT_EQ(owners[1].source, "call stacks");
  EXPECT_EQ(owners[1].details, "100 bytes each");
  EXPECT_THAT(unattributed, IsEmpty());
}

TEST(Owners, AreMergedBeforeTheyAreRanked) {
  LeakCandidate one = candidate({at("malloc_a"), at("fetch", 14)}, 10, 100);
  LeakCandidate other = candidate({at("malloc_a"), at("fetch", 14)}, 10, 300);
  const auto owners = attribute(std::vector{leak("heap_bytes", 400)}, {one, other}, window).owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_DOUBLE_EQ(owners[0].share, 1);
  EXPECT_EQ(owners[0].details, "100 to 300 bytes each");
}

// A runtime that compiles its code anew gives one line another stack in each epoch.
TEST(Owners, LastTogetherWhereTheyAreOneLine) {
  LeakCandidate early = candidate({at("socket")}, 10, 0, ResourceKind::descriptor);
  LeakCandidate late = early;
  early.allocations.by_epoch = {10, 10, 0, 0, 0, 0, 0, 0};
  late.allocations.by_epoch = {0, 0, 0, 0, 10, 10, 0, 0};
  const std::vector leaks{leak("descriptors", 0.5)};
  EXPECT_THAT(attribute(leaks, {early}, window).owners, IsEmpty());
  EXPECT_THAT(attribute(leaks, {late}, window).owners, IsEmpty());
  const auto owners = attribute(leaks, {early, late}, window).owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_DOUBLE_EQ(owners[0].share, 1);
}

TEST(Owners, KeepWhereTheClientsOwnCodeBegins) {
  LeakCandidate one = candidate({at("malloc"), at("fetch")}, 10, 100);
  one.stack.yours = 1;
  EXPECT_EQ(attribute(std::vector{leak("heap_bytes", 100)}, {one}, window).owners.at(0).yours, 1U);
}

TEST(Owners, AreCountedWhereBytesDoNotLeak) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_blocks", 1)}, {candidate({at("lone")}, 10, 8)}, window);
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners.front().metric, "heap_blocks");
  EXPECT_DOUBLE_EQ(owners.front().share, 1);
}

TEST(Owners, ExplainOnlyTheirOwnKindOfResource) {
  const auto owners = attribute(std::vector{leak("heap_bytes", 100), leak("mapped_bytes", 4096),
                                            leak("threads", 1)},
                                {candidate({at("mmap")}, 10, 4096, ResourceKind::mapping),
                                 candidate({at("clone")}, 10, 0, ResourceKind::thread),
                                 candidate({at("malloc")}, 10, 100)},
                                window)
                          .owners;
  ASSERT_THAT(owners, SizeIs(3));
  EXPECT_EQ(owners[0].metric + " " + owners[0].stack[0].function, "heap_bytes malloc");
  EXPECT_EQ(owners[1].metric + " " + owners[1].stack[0].function, "mapped_bytes mmap");
  EXPECT_EQ(owners[1].details, "4,096 bytes each");
  EXPECT_EQ(owners[2].metric + " " + owners[2].stack[0].function, "threads clone");
  EXPECT_EQ(owners[2].details, "");
}

// The gap text for one owner of 100 bytes per fetch.
std::string unattributed_of(std::vector<Finding> findings, std::int64_t lost = 0) {
  Window lossy = window;
  lossy.lost = lost;
  return attribute(findings, {candidate({at("fetch")}, 10, 100)}, lossy).unattributed;
}

TEST(Owners, SayWhatTheyDoNotExplain) {
  EXPECT_EQ(unattributed_of({leak("heap_bytes", 200)}),
            "heap_bytes: no owner found for 50 % of the growth (100 B/fetch)");
  EXPECT_EQ(unattributed_of({leak("heap_blocks", 4)}),
            "heap_blocks: no owner found for 75 % of the growth (3.00/fetch)");
  EXPECT_EQ(unattributed_of({leak("heap_bytes", 105)}), "") << "a twentieth may be missing";
  EXPECT_THAT(unattributed_of({leak("heap_bytes", 106)}), HasSubstr("6 %"));
}

TEST(Owners, SayWhereTheyExplainTooMuch) {
  EXPECT_THAT(unattributed_of({leak("heap_bytes", 50)}),
              HasSubstr("heap_bytes: the owners explain 200 % of the measured growth"));
  EXPECT_EQ(unattributed_of({leak("heap_bytes", 91)}), "") << "a tenth may be too much";
  EXPECT_THAT(unattributed_of({leak("heap_bytes", 90)}), HasSubstr("explain 111 %"));
}

TEST(Owners, SayHowManyCallsWereNotRecorded) {
  EXPECT_EQ(unattributed_of({leak("heap_bytes", 100)}, 7'000),
            "7,000 calls were not recorded: the tracking table was full");
  EXPECT_THAT(unattributed_of({leak("heap_bytes", 200)}, 7'000),
              HasSubstr("(100 B/fetch); 7,000 calls"));
}

TEST(Owners, JoinWhatEachSeriesLeavesOpen) {
  EXPECT_EQ(unattributed_of({leak("heap_bytes", 200), leak("threads", 2)}),
            "heap_bytes: no owner found for 50 % of the growth (100 B/fetch); "
            "threads: no owner found for 100 % of the growth (2.00/fetch)");
}

std::string socket_details(std::vector<std::string> kinds, Ledger traffic) {
  LeakCandidate sockets = candidate({at("socket")}, 10, 0, ResourceKind::descriptor);
  sockets.descriptor_kinds = std::move(kinds);
  Window busy = window;
  busy.traffic = traffic;
  const auto owners = attribute(std::vector{leak("descriptors", 1)}, {sockets}, busy).owners;
  return owners.empty() ? "no owner" : owners.front().details;
}

TEST(Owners, OfSocketsSayWhoClosed) {
  EXPECT_EQ(socket_details({"CLOSE_WAIT", "CLOSE_WAIT"}, {.complete = 1'000, .broken = 1}),
            "CLOSE_WAIT: the origin closed the connection, the client did not; the origin sent "
            "1,000 complete replies and 1 incomplete");
  EXPECT_EQ(socket_details({"ESTABLISHED"}, {.complete = 1}),
            "ESTABLISHED at both ends; the origin sent 1 complete reply");
}

TEST(Owners, OfDescriptorsCountTheirKinds) {
  EXPECT_EQ(socket_details({"pipe", "file", "pipe"}, {.complete = 1}), "1 file, 2 pipe");
  EXPECT_EQ(socket_details({"pipe", "ESTABLISHED"}, {.complete = 2}),
            "1 ESTABLISHED at both ends, 1 pipe; the origin sent 2 complete replies");
}

TEST(Ownership, IsJoinedWithThatOfAnotherSource) {
  Ownership all{.owners = {{.metric = "heap_bytes"}}, .unattributed = "a"};
  all.append({.owners = {{.metric = "descriptors"}}, .unattributed = "b"});
  EXPECT_EQ(all.unattributed, "a; b");
  ASSERT_THAT(all.owners, SizeIs(2));
  EXPECT_EQ(all.owners[1].metric, "descriptors");
  all.append({});
  EXPECT_EQ(all.unattributed, "a; b");
  Ownership none;
  none.append({.unattributed = "b"});
  EXPECT_EQ(none.unattributed, "b");
}

}  // namespace
}  // namespace leakproof
