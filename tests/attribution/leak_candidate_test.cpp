// SPDX-License-Identifier: MIT
#include "attribution/leak_candidate.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "leak.hpp"

namespace leakproof {
namespace {

using testing::at;
using testing::candidate;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::window;

bool lasting(std::vector<std::int64_t> by_epoch, std::uint32_t epochs = 8) {
  return lasts({.by_epoch = std::move(by_epoch)}, {.epochs = epochs});
}

TEST(LeakCandidate, LeavesSomethingInHalfOfTheEpochsOrMore) {
  EXPECT_TRUE(lasting({1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_TRUE(lasting({1, 0, 1, 1, 0, 1, 1, 1}));
  EXPECT_TRUE(lasting({1, 0, 1, 0, 1, 0, 1, 0})) << "half";
  EXPECT_FALSE(lasting({1, 0, 1, 0, 1, 0, 0, 0})) << "less than half";
  EXPECT_FALSE(lasting({50}));
  EXPECT_FALSE(lasting({}));
}

TEST(LeakCandidate, LeavesSomethingFromEarlyOn) {
  EXPECT_TRUE(lasting({0, 0, 0, 9, 9, 9, 9, 9}));
  EXPECT_FALSE(lasting({0, 0, 0, 0, 9, 9, 9, 9}));
  EXPECT_FALSE(lasting({0, 0, 0, 0, 0, 0, 0, 50}));
}

TEST(LeakCandidate, CountsTheMiddleOneOfAnOddNumberOfEpochsAsEarly) {
  EXPECT_TRUE(lasting({0, 1, 1}, 3));
  EXPECT_FALSE(lasting({0, 0, 1}, 3));
  EXPECT_FALSE(lasting({0, 1, 0}, 3));
}

TEST(MergedCandidates, AreTheSameFromTheCallerOutwards) {
  LeakCandidate one = candidate({at("malloc_a"), at("curl_easy_init"), at("fetch", 14)}, 1, 300);
  LeakCandidate other = candidate({at("malloc_b"), at("curl_easy_init"), at("fetch", 14)}, 2, 100);
  LeakCandidate line = candidate({at("malloc_b"), at("curl_easy_init"), at("fetch", 15)}, 1, 100);
  LeakCandidate entry = candidate({at("malloc_b"), at("curl_easy_perform"), at("fetch", 14)}, 1, 1);
  LeakCandidate kind = other;
  kind.allocations.kind = ResourceKind::mapping;
  for (LeakCandidate* candidate : {&one, &other, &line, &entry, &kind}) candidate->stack.yours = 2;
  const auto groups = merged({one, other, line, entry, kind});
  ASSERT_THAT(groups, SizeIs(4));
  EXPECT_EQ(groups[0].allocations.bytes, 8 * (300 + 200));
  EXPECT_EQ(groups[0].allocations.smallest, 100);
  EXPECT_EQ(groups[0].allocations.largest, 300);
  EXPECT_THAT(groups[0].allocations.by_epoch, ElementsAre(3, 3, 3, 3, 3, 3, 3, 3));
}

TEST(MergedCandidates, AreRepresentedByTheStackOfTheLargest) {
  LeakCandidate small = candidate({at("small"), at("fetch")}, 1, 100);
  LeakCandidate large = candidate({at("large"), at("fetch")}, 1, 101);
  for (LeakCandidate* candidate : {&small, &large}) {
    candidate->stack.places.insert(candidate->stack.places.begin() + 1, at("curl_easy_init"));
    candidate->stack.yours = 2;
  }
  EXPECT_EQ(merged({small, large}).at(0).stack.places[0].function, "large");
  EXPECT_EQ(merged({large, small}).at(0).stack.places[0].function, "large");
}

TEST(MergedCandidates, KeepTheirDescriptorsAndLateEpochs) {
  LeakCandidate early = candidate({at("socket")}, 1, 0);
  LeakCandidate late = early;
  early.allocations.by_epoch = {1};
  late.allocations.by_epoch = {0, 0, 2};
  early.descriptor_kinds = {"pipe"};
  late.descriptor_kinds = {"file"};
  const auto groups = merged({early, late});
  ASSERT_THAT(groups, SizeIs(1));
  EXPECT_THAT(groups[0].allocations.by_epoch, ElementsAre(1, 0, 2));
  EXPECT_THAT(groups[0].descriptor_kinds, ElementsAre("pipe", "file"));
}

TEST(MergedCandidates, AreCallsOnOneLineOnlyWhereFunctionsAreKnown) {
  const auto calls = [](const char* function) {
    LeakCandidate first = candidate({at(function)}, 1, 8);
    LeakCandidate second = first;
    first.stack.places[0].offset = 0x10;
    second.stack.places[0].offset = 0x20;
    return merged({first, second});
  };
  EXPECT_THAT(calls("fetch"), SizeIs(1));
  EXPECT_THAT(calls(""), SizeIs(2));
}

TEST(MergedCandidates, LeaveOutWhatHasNoStack) {
  EXPECT_THAT(merged({candidate({}, 1, 8)}), IsEmpty());
}

}  // namespace
}  // namespace leakproof
