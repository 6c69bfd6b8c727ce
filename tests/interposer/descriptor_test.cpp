// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>

#include "interposer/subject.hpp"
#include "interposer/supervisor/allocation_tracker.hpp"

namespace leakproof::testing {
namespace {

using ::testing::IsEmpty;

// A program whose descriptors are tracked.
class Descriptor : public ::testing::Test {
 protected:
  Descriptor() {
    subject_.send("malloc 100");
    tracker_.emplace(table_, subject_.pid());
    tracker_->prepare();
    subject_.send("malloc 100");
    tracker_->track(0);
    before_ = open_ones();
  }

  std::set<int> open_ones() const {
    std::set<int> numbers;
    const std::string folder = "/proc/" + std::to_string(subject_.pid()) + "/fd";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      numbers.insert(std::stoi(entry.path().filename()));
    }
    return numbers;
  }

  // The descriptors opened since tracking started, according to the kernel.
  std::set<int> new_ones() const {
    std::set<int> numbers;
    std::ranges::set_difference(open_ones(), before_, std::inserter(numbers, numbers.end()));
    return numbers;
  }

  std::multiset<int> tracked() const {
    std::multiset<int> numbers;
    for (const AllocationGroup& group : tracker_->read().groups) {
      if (group.kind != ResourceKind::descriptor) continue;
      numbers.insert(group.descriptors.begin(), group.descriptors.end());
    }
    return numbers;
  }

  HeapTable table_{INTERPOSER};
  Subject subject_{table_, {HEAP_SUBJECT}};
  std::optional<AllocationTracker> tracker_{};
  std::set<int> before_{};
};

TEST_F(Descriptor, IsForgottenByEachWayToCloseAStreamAFolderOrARange) {
  ASSERT_EQ(subject_.send("open_and_close_streams"), 1);
  EXPECT_THAT(new_ones(), IsEmpty());
  EXPECT_THAT(tracked(), IsEmpty());
}

// After each one, because the next to be opened has the same number.
TEST_F(Descriptor, IsForgottenByEachWayToCloseItAlone) {
  for (const auto* way :
       {"close_stream", "close_stream_of_descriptor", "close_reopened_stream", "close_process",
        "close_folder", "close_folder_of_descriptor", "close_range_of_one"}) {
    ASSERT_EQ(subject_.send(way), 1) << way;
    EXPECT_THAT(new_ones(), IsEmpty()) << way;
    EXPECT_THAT(tracked(), IsEmpty()) << way;
  }
}

TEST_F(Descriptor, IsNotForgottenWhereARangeIsOnlyMarked) {
  ASSERT_EQ(subject_.send("mark_range_of_one"), 1);
  EXPECT_EQ(new_ones().size(), 1U);
  EXPECT_THAT(tracked(), ::testing::ElementsAreArray(new_ones()));
}

TEST_F(Descriptor, IsForgottenByClosefrom) {
  ASSERT_EQ(subject_.send("close_from"), 1);
  EXPECT_THAT(new_ones(), IsEmpty());
  EXPECT_THAT(tracked(), IsEmpty());
}

TEST_F(Descriptor, OfNoFolderCannotBeClosed) {
  EXPECT_EQ(subject_.send("close_no_folder"), EINVAL) << "as without the interposer";
}

TEST_F(Descriptor, IsTrackedByEachWayToMakeOneUntilItIsClosed) {
  for (const auto* way :
       {"open",          "open64",         "openat",        "openat64", "open_2",
        "open64_2",      "socket",         "accept",        "accept4",  "pipe",
        "pipe2",         "socketpair",     "dup",           "dup2",     "dup3",
        "fcntl",         "fcntl64",        "fcntl_cloexec", "eventfd",  "epoll_create",
        "epoll_create1", "timerfd_create", "memfd_create",  "fopen",    "tmpfile",
        "opendir",       "mkstemp"}) {
    subject_.send(way);
    ASSERT_FALSE(new_ones().empty()) << way;
    EXPECT_THAT(tracked(), ::testing::ElementsAreArray(new_ones())) << way;
    subject_.send("close_all");
    EXPECT_THAT(new_ones(), IsEmpty()) << way;
    EXPECT_THAT(tracked(), IsEmpty()) << way;
  }
}

TEST_F(Descriptor, IsTrackedOnceWhereAnotherReplacesIt) {
  subject_.send("pipe");
  for (const auto* way : {"replace", "replace3", "replace_by_itself"}) {
    EXPECT_GE(subject_.send(way), 0) << way;
    EXPECT_THAT(tracked(), ::testing::ElementsAreArray(new_ones())) << way;
  }
}

TEST_F(Descriptor, StaysTrackedWhereItsReplacementFails) {
  subject_.send("pipe");
  EXPECT_EQ(subject_.send("replace_in_vain"), -1);
  EXPECT_THAT(tracked(), ::testing::ElementsAreArray(new_ones()));
}

TEST_F(Descriptor, IsNotMadeByOtherCommandsOfFcntl) {
  EXPECT_GE(subject_.send("descriptor_flags"), 0);
  EXPECT_THAT(tracked(), IsEmpty());
}

TEST_F(Descriptor, IsCreatedWithTheModeThatTheProgramAsksFor) {
  for (const auto* way : {"0", "1", "2", "3"}) {
    EXPECT_EQ(subject_.send(std::string("mode_of_created ") + way), 0640) << way;
  }
}

}  // namespace
}  // namespace leakproof::testing
