// SPDX-License-Identifier: MIT
#include "attribution/epochs.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "leak.hpp"

namespace leakproof {
namespace {

using testing::leak;

Epochs epochs(std::uint32_t count, std::int64_t fetches) {
  return {.count = count, .fetches = fetches, .grace = fetches};
}

TEST(Epochs, AreFourOfSixtyFetchesWhereThereIsRoom) {
  EXPECT_EQ(epochs_within(100'000, 2000), epochs(4, 60));
  EXPECT_EQ(epochs_within(300, 720), epochs(4, 60));
  EXPECT_EQ(epochs_within(299, 720), epochs(4, 59));
}

TEST(Epochs, AreATwelfthOfTheHorizonAtMost) {
  EXPECT_EQ(epochs_within(100'000, 719), epochs(4, 59));
  EXPECT_EQ(epochs_within(100'000, 60), epochs(4, 5));
  EXPECT_EQ(epochs_within(100'000, 11), epochs(4, 1));
}

TEST(Epochs, GetShorterAndThenFewer) {
  EXPECT_EQ(epochs_within(45, 2000), epochs(4, 9));
  EXPECT_EQ(epochs_within(5, 2000), epochs(4, 1));
  EXPECT_EQ(epochs_within(4, 2000), epochs(3, 1));
  EXPECT_EQ(epochs_within(3, 2000), epochs(2, 1));
  EXPECT_EQ(epochs_within(2, 2000).count, 0U);
  EXPECT_EQ(epochs_within(0, 2000).count, 0U);
}

// A trial of 1,000 fetches at 1 ms each, with 64 MiB resident.
Result slow(std::vector<Finding> findings) {
  return {.trial = {.plan = {.max_memory = 128 << 20, .max_descriptors = 1024}},
          .fetches = 1000,
          .fetching_seconds = 1,
          .findings = std::move(findings)};
}

std::int64_t fetches_of(const Result& result, double seconds = 1e6,
                        std::optional<std::int64_t> resident_bytes = 64 << 20) {
  return fetches_within_limits(result, seconds, {.resident_bytes = resident_bytes});
}

TEST(FetchesWithinLimits, AreAsManyAsTheTimeAllows) {
  EXPECT_NEAR(static_cast<double>(fetches_of(slow({}), 0.12)), 120, 1);
  EXPECT_EQ(fetches_of(slow({}), 0.002), 9) << "or as few as can tell anything";
  EXPECT_EQ(fetches_of(slow({}), 1e9), 1'000'000);
  EXPECT_EQ(fetches_of({.fetching_seconds = 0}, 1), 1'000'000);
}

TEST(FetchesWithinLimits, UseThreeQuartersOfTheMemoryThatIsLeft) {
  EXPECT_EQ(fetches_of(slow({leak("heap_bytes", 1 << 20)})), 48);
  EXPECT_EQ(fetches_of(slow({leak("heap_bytes", 1 << 19), leak("mapped_bytes", 1 << 19)})), 48);
  EXPECT_EQ(fetches_of(slow({leak("heap_bytes", -(1 << 20))})), 1'000'000);
}

TEST(FetchesWithinLimits, AreNoneWhereNoMemoryIsLeftOrItIsNotKnown) {
  EXPECT_EQ(fetches_of(slow({leak("heap_bytes", 24)}), 1e6, 128 << 20), 0);
  EXPECT_EQ(fetches_of(slow({leak("heap_bytes", 24)}), 1e6, 256 << 20), 0);
  EXPECT_EQ(fetches_of(slow({leak("heap_bytes", 24)}), 1e6, std::nullopt), 0);
  EXPECT_EQ(fetches_of(slow({leak("threads", 24)}), 1e6, std::nullopt), 1'000'000);
}

TEST(FetchesWithinLimits, UseThreeQuartersOfTheDescriptors) {
  const Result leaking = slow({leak("descriptors", 2)});
  EXPECT_EQ(fetches_of(leaking), 384);
  EXPECT_EQ(fetches_within_limits(leaking, 1e6, {.resident_bytes = 0, .free_descriptors = 8}), 3);
  EXPECT_EQ(fetches_within_limits(leaking, 1e6, {.resident_bytes = 0, .free_descriptors = 0}), 0);
}

}  // namespace
}  // namespace leakproof
