// SPDX-License-Identifier: MIT
#include "interposer/supervisor/allocation_tracker.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "interposer/subject.hpp"
#include "model/probe.hpp"
#include "support/shared_table.hpp"
#include "symbols/symbols.hpp"

namespace leakproof::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Noted : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(GetParam())) GTEST_SKIP() << "not built: " << GetParam();
    subject_.emplace(table_, std::vector<std::string>{GetParam()});
    subject_->send("malloc 100");
    subject_->send("drop");
    tracker_.emplace(table_, subject_->pid());
    tracker_->prepare();
    subject_->send("malloc 100");
    subject_->send("drop");
  }

  std::vector<AllocationGroup> outstanding() const { return tracker_->read().groups; }

  HeapTable table_{INTERPOSER};
  std::optional<Subject> subject_{};
  std::optional<AllocationTracker> tracker_{};
};

TEST_P(Noted, IsEachWayToAllocateUntilItIsReleased) {
  for (const std::string maker :
       {"malloc", "calloc", "realloc", "memalign", "aligned_alloc", "posix_memalign", "strdup",
        "new", "new_nothrow", "new_aligned", "new[]", "new[]_aligned"}) {
    tracker_->track(2);
    const long size = subject_->send(maker + " 100");
    ASSERT_THAT(outstanding(), SizeIs(1)) << maker;
    EXPECT_THAT(outstanding().front().by_epoch, ElementsAre(0, 0, 1)) << maker;
    EXPECT_EQ(outstanding().front().bytes, size) << maker;
    subject_->send("drop");
    EXPECT_THAT(outstanding(), IsEmpty()) << maker;
  }
}

TEST_P(Noted, IsNotWhatWasThereBeforeOrCameAfterwards) {
  subject_->send("malloc 100");
  tracker_->track(0);
  subject_->send("drop");
  EXPECT_THAT(outstanding(), IsEmpty());
  tracker_->only_forget();
  subject_->send("malloc 100");
  EXPECT_THAT(outstanding(), IsEmpty());
}

TEST_P(Noted, IsForgottenWhenItGoesLater) {
  tracker_->track(0);
  subject_->send("malloc 100");
  tracker_->only_forget();
  EXPECT_THAT(outstanding(), SizeIs(1));
  subject_->send("drop");
  EXPECT_THAT(outstanding(), IsEmpty());
}

TEST_P(Noted, HasTheStackThatMadeIt) {
  tracker_->track(0);
  subject_->send("malloc 100");
  const Symbols symbols(subject_->pid());
  const std::vector<AllocationGroup> found = outstanding();
  ASSERT_THAT(found, SizeIs(1));
  std::vector<Frame> frames;
  for (const auto address : found.front().stack) {
    for (const Frame& frame : symbols.at(address)) frames.push_back(frame);
  }
  EXPECT_THAT(frames, Contains(Field(&Frame::function, HasSubstr("heap_subject::make("))));
  EXPECT_THAT(frames, Contains(Field(&Frame::function, "main")));
}

TEST_P(Noted, IsUntouchedByAForkedChild) {
  tracker_->track(0);
  subject_->send("malloc 100");
  subject_->send("fork_child 100");
  std::int64_t of_a_hundred = 0;
  const std::vector<AllocationGroup> found = outstanding();
  for (const AllocationGroup& survivor : found) {
    if (survivor.smallest >= 100 && survivor.kind == ResourceKind::block) ++of_a_hundred;
  }
  EXPECT_EQ(of_a_hundred, 1);
  subject_->send("end_child");
}

// Tests the reading of a table without a process: the test writes what an interposer might
// write.
class TrackedTable : public ::testing::Test {
 protected:
  SharedTable shared_{};
  AllocationTracker tracker_{shared_.table(), SharedTable::pid};
};

TEST_F(TrackedTable, TellsTheProcessWhatToDo) {
  const preload::TrackingOrder& order = shared_.slot().tracking;
  tracker_.prepare();
  EXPECT_EQ(order.state, preload::TrackingState::preparing);
  tracker_.track(5);
  EXPECT_EQ(order.state, preload::TrackingState::on);
  EXPECT_EQ(order.epoch, 5U);
  tracker_.only_forget();
  EXPECT_EQ(order.state, preload::TrackingState::forgetting);
  { const AllocationTracker other(shared_.table(), SharedTable::pid); }
  EXPECT_EQ(order.state, preload::TrackingState::off);
}

TEST_F(TrackedTable, GroupsByKindAndStack) {
  tracker_.track(1);
  shared_.track(ResourceKind::block, 0x10000, {1, 2}, 100);
  tracker_.track(3);
  shared_.track(ResourceKind::block, 0x20000, {1, 2}, 40);
  shared_.track(ResourceKind::block, 0x30000, {1, 2}, 70);
  shared_.track(ResourceKind::descriptor, 7, {1, 2});
  shared_.track(ResourceKind::block, 0x40000, {3}, 5);
  const std::vector<AllocationGroup> groups = tracker_.read().groups;
  ASSERT_THAT(groups, SizeIs(3));
  for (const AllocationGroup& group : groups) {
    if (group.kind == ResourceKind::descriptor) {
      EXPECT_THAT(group.descriptors, ElementsAre(7));
    } else if (group.stack.size() == 2) {
      EXPECT_THAT(group.stack, ElementsAre(1, 2));
      EXPECT_THAT(group.by_epoch, ElementsAre(0, 1, 0, 2));
      EXPECT_EQ(group.bytes, 210);
      EXPECT_EQ(group.smallest, 40);
      EXPECT_EQ(group.largest, 100);
      EXPECT_THAT(group.descriptors, IsEmpty());
    } else {
      EXPECT_THAT(group.stack, ElementsAre(3));
      EXPECT_EQ(group.bytes, 5);
    }
  }
}

TEST_F(TrackedTable, ForgetsAllWhenItPreparesAgain) {
  tracker_.track(0);
  shared_.track(ResourceKind::block, 0x10000, {1}, 100);
  shared_.tracked().lost = 3;
  EXPECT_EQ(tracker_.read().lost, 3);
  tracker_.prepare();
  EXPECT_THAT(tracker_.read().groups, IsEmpty());
  EXPECT_EQ(tracker_.read().lost, 0);
}

TEST_F(TrackedTable, TrustsNothingThatTheProcessWrote) {
  preload::TrackingTable& table = shared_.tracked();
  const auto key = preload::TrackingTable::key_of;
  ASSERT_TRUE(table.add(key(ResourceKind::block, 0x10000), table.most_stacks, 0, 1));
  ASSERT_TRUE(table.add(key(ResourceKind::block, 0x20000), 0, AllocationTracker::most_epochs, 1));
  ASSERT_TRUE(table.add(key(ResourceKind{4}, 0x30000), 0, 0, 1));
  EXPECT_THAT(tracker_.read().groups, IsEmpty());
  ASSERT_TRUE(table.add(key(ResourceKind::thread, 0x40000), 0, AllocationTracker::most_epochs - 1,
                        UINT64_MAX));
  table.stacks[0].depth = UINT64_MAX;
  table.lost = UINT64_MAX;
  const OutstandingAllocations found = tracker_.read();
  ASSERT_THAT(found.groups, SizeIs(1));
  EXPECT_THAT(found.groups[0].stack, SizeIs(preload::deepest_noted));
  EXPECT_EQ(found.groups[0].bytes, std::int64_t{1} << 40);
  EXPECT_EQ(found.lost, INT64_MAX);
}

TEST_F(TrackedTable, OfAProcessThatIsNotObservedIsEmpty) {
  AllocationTracker tracker(shared_.table(), SharedTable::pid + 1);
  EXPECT_TRUE(tracker_.is_observed());
  EXPECT_FALSE(tracker.is_observed());
  tracker.prepare();
  tracker.track(0);
  tracker.only_forget();
  shared_.track(ResourceKind::block, 0x10000, {1}, 100);
  EXPECT_THAT(tracker.read().groups, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(By, Noted, ::testing::Values(HEAP_SUBJECT, HEAP_SUBJECT_JEMALLOC),
                         [](const auto& one) { return one.index == 0 ? "Libc" : "Jemalloc"; });

}  // namespace
}  // namespace leakproof::testing
