// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <filesystem>
#include <iterator>

#include "interposer/subject.hpp"
#include "interposer/supervisor/allocation_tracker.hpp"
#include "model/probe.hpp"

namespace leakproof::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Program : public ::testing::Test {
 protected:
  HeapTable table_{INTERPOSER};
};

TEST_F(Program, InCIsCountedAndGetsNoCxxRuntime) {
  Subject subject(table_, {PLAIN_PROGRAM});
  subject.send("grow");
  const auto before = subject.counts();
  for (int i = 0; i < 100; ++i) subject.send("grow");
  EXPECT_EQ((subject.counts() - before).live_blocks, 100);
  EXPECT_THAT(maps_of(subject.pid()), HasSubstr("libleakproof-heap"));
  EXPECT_THAT(maps_of(subject.pid()), Not(HasSubstr("libstdc++")));
}

TEST_F(Program, ThatLoadsCxxBehindItsBackUsesOurOperators) {
  Subject subject(table_, {PLAIN_PROGRAM, PLUGIN});
  ASSERT_EQ(subject.send("load"), 1);
  EXPECT_EQ(subject.send("survive_bad_alloc"), 1);
  EXPECT_EQ(subject.send("use_and_release"), 1);

  const auto before = subject.counts();
  EXPECT_EQ(subject.send("use_and_release"), 1);
  EXPECT_EQ((subject.counts() - before).live_blocks, 0);
  for (int i = 0; i < 100; ++i) subject.send("leak");
  EXPECT_EQ((subject.counts() - before).live_blocks, 100);
}

TEST_F(Program, LinkedStaticallyIsNotObservable) {
  if (!std::filesystem::exists(HEAP_SUBJECT_STATIC)) GTEST_SKIP() << "no static libc here";
  Subject subject(table_, {HEAP_SUBJECT_STATIC});
  EXPECT_GE(subject.send("malloc 100"), 100);
  EXPECT_FALSE(table_.read(subject.pid()).has_value());
}

TEST_F(Program, WithAnAllocatorOfItsOwnHasCountedNothing) {
  Subject subject(table_, {OWN_MALLOC_PROGRAM});
  EXPECT_EQ(subject.send("grow"), 1);
  EXPECT_EQ(subject.counts().allocations, 0);
  EXPECT_FALSE(table_.reserve(subject.pid()).has_value());
}

// The interposer may not load an unwinder from there, neither for the reserve nor for tracking.
TEST_F(Program, WhoseAllocatorMapsMemoryUnderItsLockIsNotCalledBack) {
  Subject subject(table_, {OWN_MALLOC_PROGRAM});
  subject.send("grow");
  table_.order_reserve(subject.pid());
  EXPECT_EQ(subject.send("grow"), 1);
  AllocationTracker tracker(table_, subject.pid());
  tracker.prepare();
  EXPECT_EQ(subject.send("grow"), 1);
  tracker.track(0);
  EXPECT_EQ(subject.send("grow"), 1);
}

TEST_F(Program, ThatLoadsALibraryPastTheInterposerIsNotObservable) {
  for (const char* const order : {"load_deeply", "load_apart"}) {
    Subject subject(table_, {PLAIN_PROGRAM, PLUGIN});
    subject.send("grow");
    EXPECT_TRUE(table_.read(subject.pid()).has_value());
    EXPECT_FALSE(table_.is_bypassed(subject.pid()));
    ASSERT_EQ(subject.send(order), 1) << order;
    EXPECT_FALSE(table_.read(subject.pid()).has_value()) << order;
    EXPECT_TRUE(table_.is_bypassed(subject.pid())) << order;
  }
}

TEST_F(Program, ThatMovesItsBreakMapsTheseBytes) {
  Subject subject(table_, {PLAIN_PROGRAM});
  subject.send("grow");
  const auto before = subject.counts();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(subject.send("move_break"), 1);
  EXPECT_EQ((subject.counts() - before).mapped_bytes, 10 * 4096);
}

TEST_F(Program, ThatSetsItsBreakMapsTheBytesBeyondTheOldOne) {
  Subject subject(table_, {PLAIN_PROGRAM});
  subject.send("grow");
  const auto before = subject.counts();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(subject.send("set_break"), 1);
  EXPECT_EQ((subject.counts() - before).mapped_bytes, 10 * 4096);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(subject.send("set_break_back"), 1);
  EXPECT_EQ((subject.counts() - before).mapped_bytes, 6 * 4096);
}

// It maps memory at the first allocation of the loader or of the C++ runtime, when nothing of ours
// has been initialised.
TEST_F(Program, WithAnAllocatorLinkedStaticallyRunsAndHasCountedNothing) {
  if (!std::filesystem::exists(HEAP_SUBJECT_STATIC_JEMALLOC)) {
    GTEST_SKIP() << "not built: " << HEAP_SUBJECT_STATIC_JEMALLOC;
  }
  Subject subject(table_, {HEAP_SUBJECT_STATIC_JEMALLOC});
  for (const char* const way : {"malloc 100", "calloc 100", "memalign 1000", "new 100000"}) {
    EXPECT_GE(subject.send(way), 100) << way;
  }
  subject.send("map_at 0 10");
  EXPECT_EQ(subject.counts().live_blocks, 0);
  EXPECT_EQ(subject.counts().allocations, 0);
}

TEST_F(Program, ReportsTheReserveOfItsAllocatorWhenOrdered) {
  Subject subject(table_, {PLAIN_PROGRAM});
  subject.send("grow");
  EXPECT_FALSE(table_.reserve(subject.pid()).has_value());
  table_.order_reserve(subject.pid());
  EXPECT_FALSE(table_.reserve(subject.pid()).has_value()) << "it has called nothing since";
  subject.send("grow");
  const auto reserve = table_.reserve(subject.pid());
  ASSERT_TRUE(reserve);
  EXPECT_GE(reserve->bytes, subject.counts().live_bytes);
  EXPECT_LT(reserve->bytes, 64 << 20);
  EXPECT_GT(reserve->untouched, 0);
  EXPECT_LT(reserve->untouched, reserve->bytes);
}

TEST_F(Program, WhoseAllocatorCallsItselfIsCountedOnce) {
  Subject subject(table_, {CALLING_PROGRAM});
  subject.send("grow");
  const auto before = subject.counts();
  EXPECT_FALSE(before.has_sizes) << "it does not tell them, and libc's function must not be used";
  for (int i = 0; i < 100; ++i) subject.send("replace");
  EXPECT_EQ((subject.counts() - before).live_blocks, 0);
  for (int i = 0; i < 100; ++i) subject.send("grow");
  EXPECT_EQ((subject.counts() - before).live_blocks, 100);
  const auto reserve = table_.reserve(subject.pid());
  ASSERT_TRUE(reserve);
  EXPECT_GE(reserve->bytes, 1 << 20) << "by calls that the interposer sees";
  EXPECT_EQ(reserve->untouched, 0) << "without sizes, what is free is not known";
}

TEST_F(Program, WhoseAllocatorUnmapsWhatIsFreeReportsNoReserveForIt) {
  Subject subject(table_, {CALLING_PROGRAM});
  subject.send("grow");
  const std::int64_t before = table_.reserve(subject.pid()).value().bytes;
  subject.send("grow_much");
  EXPECT_GE(table_.reserve(subject.pid())->bytes, before + (3 << 20));
  subject.send("shrink");
  EXPECT_EQ(table_.reserve(subject.pid())->bytes, before);
}

// libc's function is used, as without the interposer. The allocator must not be asked for
// the size of such a block.
TEST_F(Program, WhoseAllocatorLacksAFunctionGetsUncountedBlocksFromLibc) {
  if (!std::filesystem::exists(HEAP_SUBJECT_JEMALLOC)) {
    GTEST_SKIP() << "not built: " << HEAP_SUBJECT_JEMALLOC;
  }
  Subject subject(table_, {HEAP_SUBJECT_JEMALLOC});
  subject.send("malloc 100");
  const auto before = subject.counts();
  EXPECT_EQ(subject.send("keep_pvalloc 100"), 1);
  EXPECT_EQ(subject.counts() - before, HeapCounts{});
}

TEST_F(Program, WhoseAllocatorsOperatorsCallItsMallocCountsOnce) {
  Subject subject(table_, {HEAP_SUBJECT_WRAPPING});
  subject.send("new 100");
  const auto before = subject.counts();
  subject.send("new 100");
  EXPECT_EQ((subject.counts() - before).live_blocks, 1);
  subject.send("drop");
  EXPECT_EQ((subject.counts() - before).live_bytes, 0);
}

TEST_F(Program, BehindLaunchersIsFoundByItsProcess) {
  Subject subject(table_, {"env", "A=B", "sh", "-c", "exec \"$0\"", HEAP_SUBJECT});
  subject.send("malloc 100");
  const auto before = subject.counts();
  const auto size = subject.send("malloc 100");
  EXPECT_EQ((subject.counts() - before).live_bytes, size);
}

TEST_F(Program, InPythonShowsWhatItKeeps) {
  constexpr auto script = R"(
import sys
kept = []
for line in sys.stdin:
    kept.extend(bytearray(1000) for _ in range(int(line)))
    print(len(kept), flush=True)
)";
  Subject subject(table_, {PYTHON, "-c", script}, {"PYTHONMALLOC=malloc"});
  subject.send("1000");
  const auto before = subject.counts();
  EXPECT_EQ(subject.send("1000"), 2000);
  // A bytearray consists of two blocks; the list that keeps them may be reallocated.
  EXPECT_NEAR(static_cast<double>((subject.counts() - before).live_blocks), 2000, 20);
}

TEST_F(Program, IsCountedBeforeItsFirstAllocationUnderMain) {
  Subject subject(table_, {HEAP_SUBJECT});
  EXPECT_GT(subject.send("make_socket"), 0);  // which allocates nothing
  ASSERT_TRUE(table_.read(subject.pid()).has_value());
  EXPECT_GE(subject.counts().live_blocks, 1000);
}

TEST_F(Program, FindsNoDescriptorOfOurs) {
  Subject subject(table_, {HEAP_SUBJECT});
  subject.send("malloc 100");
  const std::filesystem::directory_iterator open("/proc/" + std::to_string(subject.pid()) + "/fd");
  EXPECT_EQ(std::distance(begin(open), end(open)), 3);
}

}  // namespace
}  // namespace leakproof::testing
