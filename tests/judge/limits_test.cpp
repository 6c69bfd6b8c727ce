// SPDX-License-Identifier: MIT
#include "judge/limits.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/metrics.hpp"

namespace leakproof {
namespace {

TEST(DescriptorLimit, IsReachedAtTheLastEightDescriptors) {
  EXPECT_FALSE(is_at_descriptor_limit(1015, 1024, 0));
  EXPECT_TRUE(is_at_descriptor_limit(1016, 1024, 0));
  EXPECT_TRUE(is_at_descriptor_limit(1024, 1024, 0));
}

TEST(DescriptorLimit, IsReachedAtNineTenthsWhereFetchesAreRefused) {
  EXPECT_FALSE(is_at_descriptor_limit(900, 1000, 0));
  EXPECT_TRUE(is_at_descriptor_limit(900, 1000, 1));
  EXPECT_FALSE(is_at_descriptor_limit(899, 1000, 1));
  EXPECT_FALSE(is_at_descriptor_limit(100, 1000, 50));
}

TEST(DescriptorLimit, IsReachedAtTheLastTenthWhereItIsLow) {
  EXPECT_FALSE(is_at_descriptor_limit(17, 20, 0));
  EXPECT_TRUE(is_at_descriptor_limit(18, 20, 0));
}

TEST(DescriptorLimit, IsAsFarAsTheFastestOfTheLastBatchesTakesTheClient) {
  const std::vector<Sample> samples{{0, 7}, {1, 507}, {11, 517}, {21, 537}, {31, 547}};
  EXPECT_EQ(fetches_to_descriptor_limit(samples, 1024), 234) << "(1,015 - 547) / 2";
  EXPECT_EQ(fetches_to_descriptor_limit(samples, 556), 0);
  EXPECT_EQ(fetches_to_descriptor_limit(samples, 400), 0) << "it was lowered";
}

TEST(DescriptorLimit, IsNoneWhereTheLastFourReadingsDoNotEachRise) {
  EXPECT_FALSE(fetches_to_descriptor_limit({}, 8));
  EXPECT_FALSE(fetches_to_descriptor_limit(std::vector<Sample>{{0, 7}, {1, 8}, {2, 9}}, 10));
  EXPECT_FALSE(
      fetches_to_descriptor_limit(std::vector<Sample>{{0, 7}, {1, 8}, {2, 8}, {3, 900}}, 1024));
}

TEST(DescriptorLimit, IsNearAtNineTenths) {
  EXPECT_TRUE(is_near_descriptor_limit(900, 1000));
  EXPECT_FALSE(is_near_descriptor_limit(899, 1000));
}

TEST(MemoryLimit, CountsBytesOfTheHeapAndPrivateMemory) {
  for (const char* metric : {"heap_bytes", "anonymous"}) {
    EXPECT_TRUE(counts_towards_memory_limit(testing::metric_named(metric))) << metric;
  }
  for (const char* metric : {"heap_blocks", "mapped_bytes", "resident", "descriptors"}) {
    EXPECT_FALSE(counts_towards_memory_limit(testing::metric_named(metric))) << metric;
  }
}

TEST(LeakUpToLimit, IsGrowthAtEveryReading) {
  const std::vector<Sample> samples{{0, 7}, {10, 9}, {30, 100}, {50, 107}};
  const auto verdict = leak_up_to_limit(samples, {});
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->ruling, Ruling::leaks);
  EXPECT_EQ(verdict->fetches, 50);
  EXPECT_DOUBLE_EQ(verdict->growth.per_fetch, 2);
  EXPECT_DOUBLE_EQ(verdict->growth.low, 2);
  EXPECT_DOUBLE_EQ(verdict->growth.high, 2);
  EXPECT_EQ(verdict->reason, "rose at every reading until it reached its limit");
}

TEST(LeakUpToLimit, IsALastLookAtWhichEveryWindowRose) {
  const Verdict rising{.fetches = 5700, .growth = {0.2, 0.1, 0.3}, .rises = true, .floor = 1};
  const auto verdict = leak_up_to_limit({}, rising);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->ruling, Ruling::leaks);
  EXPECT_EQ(verdict->fetches, 5700);
  EXPECT_EQ(verdict->growth.per_fetch, 0.2);
  EXPECT_FALSE(verdict->floor);
  EXPECT_EQ(verdict->reason, "rose in each of the last 12 windows until it reached its limit");
}

TEST(LeakUpToLimit, NeedsFourReadings) {
  EXPECT_FALSE(leak_up_to_limit({}, {}));
  const std::vector<Sample> samples{{0, 7}, {10, 9}, {30, 100}};
  EXPECT_FALSE(leak_up_to_limit(samples, {}));
}

TEST(LeakUpToLimit, IsRefutedByOneReadingThatIsNoHigher) {
  const std::vector<Sample> level{{0, 7}, {10, 9}, {30, 9}, {50, 107}, {60, 110}};
  EXPECT_FALSE(leak_up_to_limit(level, {}));
  const std::vector<Sample> falling{{0, 7}, {10, 9}, {30, 20}, {50, 107}, {60, 106}};
  EXPECT_FALSE(leak_up_to_limit(falling, {}));
}

}  // namespace
}  // namespace leakproof
