// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <memory>

#include "interposer/subject.hpp"
#include "model/probe.hpp"

namespace leakproof::testing {
namespace {

MATCHER_P(HasMadeBlocks, number, "") {
  return arg.live_blocks == number && arg.allocations == number && arg.mapped_bytes == 0;
}

class Forks : public ::testing::Test {
 protected:
  HeapTable table_{INTERPOSER};
  Subject subject_{table_, {HEAP_SUBJECT}};
};

class ForkedChild : public Forks, public ::testing::WithParamInterface<const char*> {};

TEST_P(ForkedChild, CountsForItselfAndGoesOnFromItsParent) {
  subject_.send("malloc 100");
  subject_.send("map_at 0 10");
  const auto before = subject_.counts();
  const auto child = static_cast<pid_t>(subject_.send(std::string(GetParam()) + " 5"));
  EXPECT_EQ(subject_.counts() - before, HeapCounts{});
  EXPECT_THAT(table_.read(child).value() - before, HasMadeBlocks(5));
  subject_.send("end_child");
}

INSTANTIATE_TEST_SUITE_P(By, ForkedChild, ::testing::Values("fork_child", "clone_child"));

TEST_F(Forks, ThatAllocateNothingYetAreCountedFromTheirFirstSocket) {
  subject_.send("malloc 100");
  const auto child = static_cast<pid_t>(subject_.send("fork_with_socket"));
  ASSERT_TRUE(table_.read(child).has_value());
  EXPECT_EQ(table_.read(child)->live_blocks, subject_.counts().live_blocks);
  subject_.send("end_child");
}

TEST_F(Forks, ThatConnectWhatTheyInheritedAreCountedFromThereOn) {
  subject_.send("malloc 100");
  const auto child = static_cast<pid_t>(subject_.send("fork_with_connection"));
  ASSERT_TRUE(table_.read(child).has_value());
  EXPECT_EQ(table_.read(child)->live_blocks, subject_.counts().live_blocks);
  subject_.send("end_child");
}

TEST_F(Forks, AreNoticedWhereTheKernelDoesNotWipe) {
  Subject subject(table_, {WITHOUT_WIPE_ON_FORK, HEAP_SUBJECT});
  if (subject.send("malloc 100") < 0) GTEST_SKIP() << "no seccomp here";
  const auto before = subject.counts();
  const auto child = static_cast<pid_t>(subject.send("fork_child 5"));
  EXPECT_EQ(subject.counts() - before, HeapCounts{});
  EXPECT_THAT(table_.read(child).value() - before, HasMadeBlocks(5));
  subject.send("end_child");
}

TEST_F(Forks, DoNotCountForTheParentWhatAnAtforkHandlerAllocates) {
  subject_.send("allocate_in_atfork 3");
  const auto before = subject_.counts();
  const auto child = static_cast<pid_t>(subject_.send("fork_child 5"));
  EXPECT_EQ(subject_.counts() - before, HeapCounts{});
  EXPECT_THAT(table_.read(child).value() - before, HasMadeBlocks(8));
  subject_.send("end_child");
}

TEST_F(Forks, WhileOtherThreadsAllocateLeaveTheParentExact) {
  subject_.send("fork_while_allocating");
  const auto before = subject_.counts();
  const auto calls = subject_.send("fork_while_allocating");
  EXPECT_GT(calls, 0);
  const auto change = subject_.counts() - before;
  EXPECT_EQ(change.live_blocks, 0);
  EXPECT_EQ(change.live_bytes, 0);
  EXPECT_EQ(change.allocations, calls);
}

TEST_F(Forks, WhileOtherThreadsMapLeaveTheParentExactAndNoChildHanging) {
  subject_.send("map_at 0 10");
  const auto before = subject_.counts();
  EXPECT_GT(subject_.send("fork_while_mapping"), 0);
  EXPECT_EQ((subject_.counts() - before).mapped_bytes, 0);
}

TEST_F(Forks, ThatShareMemoryAreTheParent) {
  subject_.send("spawn");
  const auto before = subject_.counts();
  EXPECT_EQ(subject_.send("spawn"), 0);
  EXPECT_EQ(subject_.send("vfork_child"), 0);
  EXPECT_EQ((subject_.counts() - before).live_blocks, 0);
}

TEST_F(Forks, ByTheHundredFindThePlacesOfTheDead) {
  for (int i = 0; i < 200; ++i) {
    const auto child = static_cast<pid_t>(subject_.send("fork_child 1"));
    ASSERT_TRUE(table_.read(child).has_value()) << i;
    subject_.send("end_child");
  }
}

TEST_F(Forks, BeyondTheTableGoUncountedAndUnharmed) {
  std::vector<std::unique_ptr<Subject>> others;
  for (int i = 0; i < 64; ++i) {
    others.push_back(std::make_unique<Subject>(table_, std::vector<std::string>{HEAP_SUBJECT}));
    others.back()->send("malloc 100");
  }
  subject_.send("malloc 100");
  const auto before = subject_.counts();
  EXPECT_FALSE(table_.read(others.back()->pid()).has_value());
  EXPECT_FALSE(table_.read(static_cast<pid_t>(subject_.send("fork_child 5"))).has_value());
  EXPECT_EQ(subject_.counts() - before, HeapCounts{});
  subject_.send("end_child");
}

TEST_F(Forks, AreNotNeededForANewProgramToBeginAnew) {
  subject_.send("malloc 1000000");
  subject_.send("map_at 0 10");
  subject_.send("exec_self");
  subject_.send("malloc 100");
  EXPECT_LT(subject_.counts().live_bytes, 1000000);
  EXPECT_EQ(subject_.counts().mapped_bytes, 0);
}

}  // namespace
}  // namespace leakproof::testing
