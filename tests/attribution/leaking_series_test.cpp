// SPDX-License-Identifier: MIT
#include "attribution/leaking_series.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "leak.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::leak;

std::vector<std::string> metrics(const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const LeakingSeries& series : leaking_series(findings)) names.push_back(series.metric);
  return names;
}

TEST(LeakingSeries, AreOneForEachKindOfResource) {
  EXPECT_THAT(metrics({leak("heap_blocks", 1), leak("heap_bytes", 24), leak("mappings", 1),
                       leak("mapped_bytes", 4096), leak("connections", 1), leak("descriptors", 1),
                       leak("threads", 1)}),
              ElementsAre("heap_bytes", "mapped_bytes", "descriptors", "threads"));
  EXPECT_THAT(metrics({leak("heap_blocks", 1), leak("mappings", 1), leak("connections", 1)}),
              ElementsAre("heap_blocks", "mappings", "connections"));
  EXPECT_THAT(metrics({leak("anonymous", 4096)}), ElementsAre("anonymous"));
  EXPECT_THAT(metrics({leak("heap_bytes", 24), leak("anonymous", 24)}), ElementsAre("heap_bytes"));
  EXPECT_THAT(metrics({}), IsEmpty());
}

// Without an interposer, private memory is all that is measured.
TEST(LeakingSeries, OfPrivateMemoryCoversBlocksAndMappings) {
  EXPECT_TRUE(leaks(std::vector{leak("anonymous", 24)}, ResourceKind::mapping));
  EXPECT_FALSE(leaks(std::vector{leak("anonymous", 24)}, ResourceKind::descriptor));
  EXPECT_FALSE(leaks(std::vector{leak("heap_bytes", 24)}, ResourceKind::mapping));
  const auto both = leaking_series(std::vector{leak("anonymous", 24), leak("mappings", 1)});
  ASSERT_EQ(both.size(), 2U);
  EXPECT_FALSE(both[0].covers(ResourceKind::mapping));
}

TEST(LeakingSeries, SayWhatTheyMeasure) {
  const auto series = leaking_series(std::vector{leak("heap_bytes", 24), leak("mapped_bytes", 1),
                                                 leak("descriptors", 1), leak("threads", 1)});
  ASSERT_EQ(series.size(), 4U);
  EXPECT_EQ(series[0].growth.per_fetch, 24);
  EXPECT_EQ(series[0].kind, ResourceKind::block);
  EXPECT_EQ(series[1].kind, ResourceKind::mapping);
  EXPECT_EQ(series[2].kind, ResourceKind::descriptor);
  EXPECT_EQ(series[3].kind, ResourceKind::thread);
  EXPECT_TRUE(series[0].in_bytes);
  EXPECT_TRUE(series[1].in_bytes);
  EXPECT_FALSE(series[2].in_bytes);
  EXPECT_FALSE(leaking_series(std::vector{leak("heap_blocks", 1)}).front().in_bytes);
}

TEST(LeakingSeries, DecideAndLeak) {
  Finding cleared = leak("heap_bytes", 1);
  cleared.verdict.ruling = Ruling::clean;
  Finding informational = leak("descriptors", 1);
  informational.role = Role::informational;
  const std::vector findings{cleared, informational, leak("threads", 1)};
  EXPECT_THAT(metrics(findings), ElementsAre("threads"));
  EXPECT_EQ(leak_of(findings, MetricKind::heap, Unit::bytes), nullptr);
  EXPECT_EQ(leak_of(findings, MetricKind::thread, Unit::count), &findings[2]);
  EXPECT_TRUE(leaks(findings, ResourceKind::thread));
  EXPECT_FALSE(leaks(findings, ResourceKind::block));
}

}  // namespace
}  // namespace leakproof
