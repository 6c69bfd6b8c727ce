// SPDX-License-Identifier: MIT
#include "judge/retention.hpp"

#include <gmock/gmock.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "findings.hpp"

namespace leakproof {
namespace {

using enum Ruling;
using testing::finding;
using testing::onlooker;

// Clean findings of heap and mapped bytes, followed by `other`.
std::vector<Finding> beside_a_flat_heap(Finding other) {
  return {finding("heap_blocks", clean), finding("heap_bytes", clean),
          finding("mapped_bytes", clean), finding("unexplained", clean), std::move(other)};
}

Verdict named(std::vector<Finding> findings) {
  name_retention(findings);
  return findings.back().verdict;
}

TEST(Retention, RenamesGrowthThatTheHeapDoesNotExplain) {
  const auto verdict = named(beside_a_flat_heap(onlooker("anonymous", leaks)));
  EXPECT_EQ(verdict.ruling, inconclusive);
  EXPECT_THAT(verdict.reason, ::testing::HasSubstr("retention or fragmentation in the allocator"));
}

TEST(Retention, LeavesEverythingElseAlone) {
  for (const auto& other : {finding("descriptors", leaks), onlooker("anonymous", clean),
                            onlooker("anonymous", inconclusive), onlooker("resident", leaks)}) {
    const auto verdict = named(beside_a_flat_heap(other));
    EXPECT_EQ(verdict.ruling, other.verdict.ruling);
    EXPECT_EQ(verdict.reason, "it moves");
  }
}

TEST(Retention, RenamesNothingThatDecides) {
  auto deciding = onlooker("anonymous", leaks);
  deciding.role = Role::fallback;
  EXPECT_EQ(named(beside_a_flat_heap(deciding)).ruling, leaks);
}

TEST(Retention, NeedsTheAllocatorsFiguresToAccountForTheGrowth) {
  auto findings = beside_a_flat_heap(onlooker("anonymous", leaks));
  findings[3].verdict.rises = true;
  EXPECT_EQ(named(findings).ruling, leaks);
  findings.erase(findings.begin() + 3);
  EXPECT_EQ(named(findings).ruling, leaks);
}

TEST(Retention, NeedsAllThreeToBeThereAndClean) {
  for (std::size_t i = 0; i < 3; ++i) {
    auto findings = beside_a_flat_heap(onlooker("anonymous", leaks));
    findings[i].verdict.ruling = inconclusive;
    EXPECT_EQ(named(findings).ruling, leaks);
    findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(named(findings).ruling, leaks);
  }
}

TEST(Retention, IsKnownByItsReason) {
  auto findings = beside_a_flat_heap(onlooker("anonymous", leaks));
  EXPECT_FALSE(is_retention(findings.back()));
  name_retention(findings);
  EXPECT_TRUE(is_retention(findings.back()));
}

}  // namespace
}  // namespace leakproof
