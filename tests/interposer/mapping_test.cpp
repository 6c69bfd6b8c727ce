// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <algorithm>

#include "interposer/subject.hpp"
#include "interposer/supervisor/allocation_tracker.hpp"
#include "model/probe.hpp"

namespace leakproof::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// heap_subject maps within one range of pages; "map_at 10 5" maps five pages from the
// tenth.
class Mapping : public ::testing::Test {
 protected:
  bool succeeds(std::string_view order) { return subject_.send(order) == 1; }
  std::int64_t pages() const { return subject_.counts().mapped_bytes / ::getpagesize(); }

  HeapTable table_{INTERPOSER};
  Subject subject_{table_, {HEAP_SUBJECT}};
};

TEST_F(Mapping, CountsWhilePresent) {
  EXPECT_TRUE(succeeds("map_at 10 5"));
  EXPECT_EQ(pages(), 5);
  EXPECT_TRUE(succeeds("map64_at 20 5"));
  EXPECT_EQ(pages(), 10);
  EXPECT_TRUE(succeeds("unmap_at 10 5"));
  EXPECT_EQ(pages(), 5);
}

TEST_F(Mapping, CountsInWholePages) {
  EXPECT_TRUE(succeeds("map_odd_size_at 0 100"));
  EXPECT_EQ(pages(), 1);
}

TEST_F(Mapping, OverAnotherReplacesIt) {
  succeeds("map_at 10 10");
  EXPECT_TRUE(succeeds("map_at 15 10"));
  EXPECT_EQ(pages(), 15);
  EXPECT_TRUE(succeeds("map_at 12 2"));
  EXPECT_EQ(pages(), 15);
}

TEST_F(Mapping, CanBeUnmappedInParts) {
  succeeds("map_at 10 10");
  EXPECT_TRUE(succeeds("unmap_at 12 3"));
  EXPECT_EQ(pages(), 7);
  EXPECT_TRUE(succeeds("unmap_at 0 100"));
  EXPECT_EQ(pages(), 0);
}

TEST_F(Mapping, OfSomebodyElseIsNotCountedWhenItGoesOrMoves) {
  succeeds("map_at 10 10");
  EXPECT_TRUE(succeeds("unmap_at 50 10"));
  EXPECT_TRUE(succeeds("remap_at 100 10 5"));
  EXPECT_TRUE(succeeds("remap_at 200 10 20"));
  EXPECT_EQ(pages(), 10);
}

TEST_F(Mapping, ShrinksAndGrowsAndMoves) {
  succeeds("map_at 10 10");
  EXPECT_TRUE(succeeds("remap_at 10 10 4"));
  EXPECT_EQ(pages(), 4);
  EXPECT_TRUE(succeeds("remap_at 10 4 30"));
  EXPECT_EQ(pages(), 30);
  EXPECT_TRUE(succeeds("unmap_at 10 4"));
  EXPECT_EQ(pages(), 30) << "it has moved away from there";
}

TEST_F(Mapping, MovedOverAnotherReplacesIt) {
  succeeds("map_at 10 10");
  succeeds("map_at 30 10");
  EXPECT_TRUE(succeeds("remap_to 10 10 35"));
  EXPECT_EQ(pages(), 15);
}

TEST_F(Mapping, MovedButKeptCountsTwice) {
  succeeds("map_at 10 10");
  EXPECT_TRUE(succeeds("remap_and_keep 10 10"));
  EXPECT_EQ(pages(), 20);
}

TEST_F(Mapping, MadeTwiceCountsTwice) {
  EXPECT_TRUE(succeeds("map_twice 10"));
  EXPECT_EQ(pages(), 20);
}

TEST_F(Mapping, OfSharedMemoryCountsWhileAttached) {
  EXPECT_TRUE(succeeds("attach_at 10 8000"));
  EXPECT_EQ(pages(), 2);
  EXPECT_TRUE(succeeds("attach_at 12 4096"));
  EXPECT_EQ(pages(), 3);
  EXPECT_TRUE(succeeds("detach_at 10"));
  EXPECT_EQ(pages(), 1);
  EXPECT_FALSE(succeeds("detach_at 10")) << "it is detached";
  EXPECT_TRUE(succeeds("detach_at 12"));
  EXPECT_EQ(pages(), 0);
}

TEST_F(Mapping, OfSharedMemoryIsTrackedWhileAttached) {
  succeeds("attach_at 20 4096");
  AllocationTracker tracker(table_, subject_.pid());
  const auto tracked = [&] {
    const auto groups = tracker.read().groups;
    return std::ranges::count(groups, ResourceKind::mapping, &AllocationGroup::kind);
  };
  tracker.prepare();
  subject_.send("malloc 100");
  succeeds("detach_at 20");
  tracker.track(0);
  succeeds("attach_at 10 4096");
  EXPECT_EQ(tracked(), 1);
  succeeds("detach_at 10");
  EXPECT_EQ(tracked(), 0);
}

TEST_F(Mapping, ThatIsRefusedChangesNothing) {
  succeeds("map_at 10 10");
  EXPECT_TRUE(succeeds("map_what_cannot_be"));
  EXPECT_TRUE(succeeds("remap_in_vain_at 10 10 20"));
  EXPECT_EQ(pages(), 10);
}

TEST_F(Mapping, IsTrackedUntilItGoes) {
  succeeds("map_at 10 5");
  AllocationTracker tracker(table_, subject_.pid());
  const auto tracked = [&] {
    std::vector<std::int64_t> pages;
    for (const AllocationGroup& group : tracker.read().groups) {
      if (group.kind == ResourceKind::mapping) pages.push_back(group.bytes / ::getpagesize());
    }
    return pages;
  };
  tracker.prepare();
  subject_.send("malloc 100");
  succeeds("map_at 10 5");
  tracker.track(0);
  EXPECT_TRUE(succeeds("remap_at 10 5 3"));
  EXPECT_THAT(tracked(), IsEmpty()) << "as it was there before";
  EXPECT_TRUE(succeeds("map_at 50 10"));
  EXPECT_THAT(tracked(), ElementsAre(10));
  EXPECT_TRUE(succeeds("remap_in_vain_at 50 10 20"));
  EXPECT_THAT(tracked(), ElementsAre(10)) << "as it stayed";
  EXPECT_TRUE(succeeds("remap_at 50 10 4"));
  EXPECT_THAT(tracked(), ElementsAre(4));
  EXPECT_TRUE(succeeds("map_odd_size_at 50 100"));
  EXPECT_THAT(tracked(), ElementsAre(1)) << "as it is in place of the other";
  EXPECT_TRUE(succeeds("unmap_at 50 10"));
  EXPECT_THAT(tracked(), IsEmpty());
}

TEST_F(Mapping, IsCountedExactlyWhereASignalHandlerMaps) {
  EXPECT_EQ(subject_.send("map_in_signal_handler 2000"), 2000);
  EXPECT_EQ(pages(), 2000);
}

}  // namespace
}  // namespace leakproof::testing
