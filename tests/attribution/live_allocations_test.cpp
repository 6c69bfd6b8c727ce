// SPDX-License-Identifier: MIT
#include "attribution/tracing/live_allocations.hpp"

#include <gmock/gmock.h>

namespace leakproof::tracing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LiveAllocations, AreGroupedByStackAndEpoch) {
  LiveAllocations live;
  live.add(ResourceKind::block, 0x1000, 32, 0, {7, 8});
  live.add(ResourceKind::block, 0x2000, 48, 2, {7, 8});
  const OutstandingAllocations outstanding = live.by_stack();
  ASSERT_EQ(outstanding.groups.size(), 1U);
  EXPECT_THAT(outstanding.groups[0].stack, ElementsAre(7, 8));
  EXPECT_THAT(outstanding.groups[0].by_epoch, ElementsAre(1, 0, 1));
  EXPECT_EQ(outstanding.groups[0].bytes, 80);
  EXPECT_EQ(outstanding.groups[0].smallest, 32);
  EXPECT_EQ(outstanding.groups[0].largest, 48);
}

TEST(LiveAllocations, DoNotContainWhatIsFreed) {
  LiveAllocations live;
  live.add(ResourceKind::mapping, 0x1000, 4096, 0, {7});
  live.remove(0x1000);
  EXPECT_THAT(live.by_stack().groups, IsEmpty());
}

// Another thread may pass a breakpoint unseen.
TEST(LiveAllocations, KnowThatAnAddressThatIsGivenOutAgainWasFreed) {
  LiveAllocations live;
  live.add(ResourceKind::block, 0x1000, 32, 0, {7});
  live.add(ResourceKind::block, 0x1000, 64, 1, {9});
  const OutstandingAllocations outstanding = live.by_stack();
  ASSERT_EQ(outstanding.groups.size(), 1U);
  EXPECT_THAT(outstanding.groups[0].stack, ElementsAre(9));
  EXPECT_EQ(outstanding.groups[0].bytes, 64);
}

}  // namespace
}  // namespace leakproof::tracing
