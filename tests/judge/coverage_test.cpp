// SPDX-License-Identifier: MIT
#include "judge/coverage.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "findings.hpp"

namespace leakproof {
namespace {

using enum Ruling;
using testing::finding;
using testing::onlooker;

TEST(Coverage, NeedsDescriptorsThreadsAndSomeMemory) {
  for (const char* memory : {"heap_bytes", "anonymous", "js_heap"}) {
    EXPECT_EQ(uncovered_resource(std::vector{finding("descriptors", clean),
                                             finding("threads", clean), finding(memory, clean)}),
              "")
        << memory;
  }
  EXPECT_EQ(
      uncovered_resource(std::vector{finding("threads", clean), finding("heap_bytes", clean)}),
      "descriptors");
  EXPECT_EQ(
      uncovered_resource(std::vector{finding("descriptors", clean), finding("heap_bytes", clean)}),
      "threads");
  EXPECT_EQ(
      uncovered_resource(std::vector{finding("descriptors", clean), finding("threads", clean)}),
      "memory");
}

TEST(Coverage, CountsNothingThatOnlyInforms) {
  EXPECT_EQ(uncovered_resource(std::vector{finding("descriptors", clean), finding("threads", clean),
                                           onlooker("anonymous", clean)}),
            "memory");
}

Finding growing(const std::string& metric, double per_fetch) {
  Finding found = onlooker(metric, inconclusive);
  found.verdict.fetches = 2000;
  found.verdict.growth = {.per_fetch = per_fetch, .low = per_fetch / 2, .high = 2 * per_fetch};
  return found;
}

TEST(UncoveredGrowth, IsPrivateMemoryOfARuntimeForWhichNoHeapAccounts) {
  const std::vector beside{finding("js_heap", clean), growing("anonymous", 148e3)};
  ASSERT_NE(uncovered_growth(beside), nullptr);
  EXPECT_EQ(uncovered_growth(beside)->series.metric.name, "anonymous");
  EXPECT_EQ(
      uncovered_growth(std::vector{finding("heap_bytes", clean), growing("anonymous", 148e3)}),
      nullptr)
      << "no runtime";
}

// A JVM touches the rest of its heap within the first thousands of fetches.
TEST(UncoveredGrowth, IsNotWhatHasEndedSinceTheLastLook) {
  Finding ended = growing("anonymous", 148e3);
  Finding goes_on = ended;
  for (std::int64_t fetches = 0; fetches <= 6000; fetches += 100) {
    ended.series.samples.push_back({fetches, 148'000 * std::min<std::int64_t>(fetches, 2000)});
    goes_on.series.samples.push_back({fetches, 148'000 * fetches});
  }
  EXPECT_EQ(uncovered_growth(std::vector{finding("js_heap", clean), ended}), nullptr);
  EXPECT_NE(uncovered_growth(std::vector{finding("js_heap", clean), goes_on}), nullptr);
}

// The verdict of a series that only informs may be of an early look.
TEST(UncoveredGrowth, IsThatOfAllFetches) {
  Finding grows = growing("anonymous", 4'161);
  grows.verdict.fetches = 3000;
  for (std::int64_t fetches = 0; fetches <= 3000; fetches += 50) {
    grows.series.samples.push_back({fetches, 4'161 * fetches});
  }
  EXPECT_EQ(uncovered_growth(std::vector{finding("js_heap", clean), grows}), nullptr);
  for (std::int64_t fetches = 3050; fetches <= 22'800; fetches += 50) {
    grows.series.samples.push_back({fetches, 4'161 * fetches});
  }
  EXPECT_NE(uncovered_growth(std::vector{finding("js_heap", clean), grows}), nullptr);
}

TEST(UncoveredGrowth, IsNotWhatARuntimeReservesAheadOrItsHeapsAccountFor) {
  EXPECT_EQ(uncovered_growth(std::vector{finding("js_heap", clean), growing("anonymous", 8e3)}),
            nullptr);
  EXPECT_EQ(uncovered_growth(std::vector{finding("js_heap", clean), growing("heap_bytes", 80e3),
                                         growing("anonymous", 148e3)}),
            nullptr);
  Finding falls = growing("anonymous", 148e3);
  falls.verdict.growth.low = -1;
  EXPECT_EQ(uncovered_growth(std::vector{finding("js_heap", clean), falls}), nullptr);
}

TEST(Coverage, CountsAOneSidedHeapOnlyOnceItIsSettled) {
  Finding heap = finding("heap_bytes", inconclusive);
  heap.role = Role::one_sided;
  EXPECT_EQ(uncovered_resource(
                std::vector{finding("descriptors", clean), finding("threads", clean), heap}),
            "memory");
}

}  // namespace
}  // namespace leakproof
