// SPDX-License-Identifier: MIT
#include "attribution/steady_growth.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "leak.hpp"

namespace leakproof {
namespace {

using testing::leak;

// 2,000 fetches, read every 25.
Finding leak_of(const std::function<double(double)>& usage) {
  Finding finding = leak("heap_bytes", (usage(2000) - usage(250)) / 1750);
  finding.verdict.fetches = 2000;
  for (std::int64_t fetches = 0; fetches <= 2000; fetches += 25) {
    finding.series.samples.push_back(
        {fetches, static_cast<std::int64_t>(usage(static_cast<double>(fetches)))});
  }
  return finding;
}

double doubled_at(double fetches, double at) { return fetches >= at ? 100'000 : 0; }

TEST(SteadyGrowth, IsAllGrowthOfWhatNeverDoubles) {
  const SteadyGrowth growth = steady_growth(leak_of([](double n) { return 64 * n; }));
  EXPECT_DOUBLE_EQ(growth.per_fetch, 64);
  EXPECT_EQ(growth.text_at_once("B"), "");
}

TEST(SteadyGrowth, LeavesOutATableThatDoubled) {
  const SteadyGrowth growth =
      steady_growth(leak_of([](double n) { return 64 * n + doubled_at(n, 900); }));
  EXPECT_NEAR(growth.per_fetch, 64, 1);
  EXPECT_NEAR(growth.at_once, 100'000 / 1750.0, 5);
  EXPECT_TRUE(
      growth.text_at_once("B").ends_with("B/fetch more came at once, as where a table is doubled"));
}

TEST(SteadyGrowth, LeavesOutWhatARuntimeDropped) {
  const SteadyGrowth growth =
      steady_growth(leak_of([](double n) { return 400 * n - doubled_at(n, 900) / 2; }));
  EXPECT_NEAR(growth.per_fetch, 400, 1);
  EXPECT_TRUE(growth.text_at_once("B").ends_with(
      "B/fetch was freed at once, as where a runtime drops compiled code"));
}

TEST(SteadyGrowth, IsAllGrowthOfWhatOftenComesInLumps) {
  const Finding finding = leak_of([](double n) {
    return 64 * n + doubled_at(n, 600) + doubled_at(n, 1100) + doubled_at(n, 1600);
  });
  EXPECT_DOUBLE_EQ(steady_growth(finding).per_fetch, finding.verdict.growth.per_fetch);
}

TEST(SteadyGrowth, DoesNotCountWhatCameAfterTheVerdict) {
  Finding finding = leak_of([](double n) { return 64 * n; });
  finding.series.samples.push_back({2025, 1'000'000'000});
  EXPECT_DOUBLE_EQ(steady_growth(finding).per_fetch, 64);
}

TEST(SteadyGrowth, IsThatOfTheVerdictWithoutReadings) {
  EXPECT_DOUBLE_EQ(steady_growth(leak("heap_bytes", 24)).per_fetch, 24);
}

}  // namespace
}  // namespace leakproof
