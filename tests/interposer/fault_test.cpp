// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <cerrno>
#include <filesystem>

#include "interposer/subject.hpp"
#include "interposer/supervisor/fault_injector.hpp"
#include "model/probe.hpp"
#include "symbols/symbols.hpp"

namespace leakproof::testing {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// With any allocator that the interposer wraps: libc's, or one with its own operators.
class Fault : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(GetParam())) GTEST_SKIP() << "not built: " << GetParam();
    subject_.emplace(table_, std::vector<std::string>{GetParam()});
    subject_->send("refusals 1");
  }

  // Sends an order with the fault armed; returns the answer.
  long send_order(const FaultOrder& order, std::string_view question) {
    FaultInjector injector(table_, subject_->pid());
    injector.arm(order);
    const long answer = subject_->send(question);
    report_ = injector.disarm();
    return answer;
  }

  HeapTable table_{INTERPOSER};
  std::optional<Subject> subject_{};
  FaultReport report_{};
};

TEST_P(Fault, HitsTheAllocationOfThatNumberAndNoOther) {
  for (const std::int64_t number : {1, 2, 7, 10}) {
    EXPECT_EQ(send_order({.first = number}, "first_refused 10"), number);
    EXPECT_TRUE(report_.fired);
    EXPECT_EQ(report_.reached, 10);
    EXPECT_EQ(report_.call, "allocation");
    EXPECT_EQ(send_order({.first = number}, "refusals 10"), 1);
  }
}

TEST_P(Fault, BeyondTheLastAllocationHitsNone) {
  EXPECT_EQ(send_order({.first = 11}, "first_refused 10"), 0);
  EXPECT_FALSE(report_.fired);
  EXPECT_THAT(report_.stack, IsEmpty());
}

TEST_P(Fault, HitsAsManyInARowAsAreOrdered) {
  EXPECT_EQ(send_order({.first = 4, .repeat = 3}, "refusals 10"), 3);
  EXPECT_EQ(send_order({.first = 9, .repeat = 3}, "refusals 10"), 2);
}

TEST_P(Fault, IsOverOnceDisarmed) {
  send_order({.first = 1, .repeat = 1000}, "refusals 10");
  EXPECT_EQ(subject_->send("refusals 10"), 0);
}

TEST_P(Fault, ThrowsWhereNewIsUsed) { EXPECT_EQ(send_order({.first = 5}, "first_thrown 10"), 5); }

TEST_P(Fault, HitsOneOfAllThreads) {
  EXPECT_EQ(send_order({.first = 1500}, "refusals_in_threads 8"), 1);
  EXPECT_GE(report_.reached, 8000);
  EXPECT_EQ(send_order({.first = 1500, .repeat = 700}, "refusals_in_threads 8"), 700);
}

TEST_P(Fault, LeavesABlockThatCannotGrowAsItWas) {
  EXPECT_EQ(send_order({.first = 2}, "stays_when_refused"), 1);
}

TEST_P(Fault, HitsEveryFunctionThatHandsOutMemory) {
  for (const std::string maker :
       {"malloc", "calloc", "realloc", "reallocarray", "memalign", "aligned_alloc",
        "posix_memalign", "valloc", "pvalloc", "strdup", "new", "new_nothrow", "new_aligned",
        "new_aligned_nothrow", "new[]", "new[]_nothrow", "new[]_aligned",
        "new[]_aligned_nothrow"}) {
    if (maker == "pvalloc" && GetParam() == std::string_view(HEAP_SUBJECT_JEMALLOC)) continue;
    EXPECT_EQ(send_order({.first = 1}, maker + " 100"), 0) << maker;
    EXPECT_GT(send_order({.first = 2}, maker + " 100"), 0) << maker;
    subject_->send("drop");
  }
}

TEST_P(Fault, LeavesTheCountsExact) {
  send_order({.first = 1}, "first_refused 10");  // initialises the unwinder
  const auto before = subject_->counts();
  send_order({.first = 3}, "first_refused 10");
  EXPECT_EQ((subject_->counts() - before).live_blocks, 0);
  EXPECT_EQ((subject_->counts() - before).allocations, 9);
}

TEST_P(Fault, KnowsTheFunctionWhoseAllocationItFailed) {
  send_order({.first = 3}, "first_refused 10");
  const Symbols symbols(subject_->pid());
  std::vector<Frame> frames;
  for (const auto address : report_.stack) {
    for (const Frame& frame : symbols.at(address)) frames.push_back(frame);
  }
  EXPECT_THAT(frames, Contains(Field(&Frame::function, HasSubstr("first_refused"))));
}

TEST_P(Fault, OfAnUnobservedProcessNeverFires) {
  FaultInjector injector(table_, ::getpid());
  injector.arm({});
  EXPECT_FALSE(injector.disarm().fired);
}

TEST_P(Fault, OfASystemCallIsThatOfItsKind) {
  EXPECT_EQ(send_order({.kind = FaultKind::error}, "make_socket"), -EMFILE);
  EXPECT_EQ(report_.call, "socket");
  EXPECT_EQ(send_order({.kind = FaultKind::error}, "connect_nowhere"), -ECONNRESET);
  EXPECT_EQ(report_.call, "connect");
  for (const std::string way : {"transfer 0", "transfer 1", "transfer 2"}) {
    EXPECT_EQ(send_order({.kind = FaultKind::error, .first = 1}, way), -ECONNRESET) << way;
    EXPECT_EQ(report_.call, "send");
    EXPECT_EQ(send_order({.kind = FaultKind::error, .first = 2}, way), -ECONNRESET) << way;
    EXPECT_EQ(report_.call, "receive");
    EXPECT_EQ(send_order({.kind = FaultKind::interrupted, .first = 2}, way), -EINTR) << way;
    EXPECT_EQ(send_order({.kind = FaultKind::cut_short, .first = 1}, way), 1) << way;
    EXPECT_EQ(send_order({.kind = FaultKind::cut_short, .first = 2}, way), 1) << way;
    EXPECT_EQ(send_order({.kind = FaultKind::cut_short, .first = 3}, way), 10) << way;
    EXPECT_EQ(report_.reached, 2);
  }
}

TEST_P(Fault, OfASystemCallIsOneThatItCanHave) {
  EXPECT_GT(send_order({.kind = FaultKind::interrupted}, "make_socket"), 0);
  EXPECT_FALSE(report_.fired);
  EXPECT_EQ(send_order({.kind = FaultKind::cut_short}, "connect_nowhere"), -EBADF);
}

TEST_P(Fault, OfASystemCallLeavesAllocationsAlone) {
  EXPECT_EQ(send_order({.kind = FaultKind::error}, "refusals 10"), 0);
  EXPECT_EQ(send_order({.kind = FaultKind::allocation}, "transfer 0"), 10);
}

TEST_P(Fault, HitsOnlyWhatIsWithinAFetchThatIsMarked) {
  EXPECT_EQ(subject_->send("refusals_around_fetch 10"),
            0);  // the first fetch shows that fetches are marked
  EXPECT_EQ(send_order({.first = 1, .repeat = 1000}, "refusals_around_fetch 10"), 1000);
  EXPECT_EQ(report_.reached, 10);
  EXPECT_EQ(send_order({.first = 8, .repeat = 1000}, "refusals_around_fetch 10"), 300);
}

TEST_P(Fault, HitsWhatFortifiedProgramsReceive) {
  for (const std::string way : {" 0", " 1"}) {
    EXPECT_EQ(send_order({.kind = FaultKind::cut_short, .first = 2}, "receive_checked 10 10" + way),
              1);
    EXPECT_EQ(subject_->send("receive_checked 10 10" + way), 10);
    EXPECT_EQ(subject_->send("receive_checked 5 10" + way), 5);
  }
}

TEST_P(Fault, NeverHidesThatAFortifiedProgramHasTooLittleRoom) {
  for (const std::string way : {" 0", " 1"}) {
    Subject subject(table_, {GetParam()});
    EXPECT_THROW(subject.send("receive_checked 10 5" + way), std::runtime_error) << way;
  }
}

// So that no library is loaded in the middle of the client's work.
TEST(FaultOrdered, LoadsTheUnwinderBeforeTheCallThatIsToFail) {
  const HeapTable table(INTERPOSER);
  Subject subject(table, {PLAIN_PROGRAM});
  subject.send("grow");
  FaultInjector injector(table, subject.pid());
  EXPECT_THAT(maps_of(subject.pid()), Not(HasSubstr("libgcc_s")));
  injector.arm({.first = 1000});
  subject.send("grow");
  EXPECT_THAT(maps_of(subject.pid()), HasSubstr("libgcc_s"));
}

INSTANTIATE_TEST_SUITE_P(By, Fault, ::testing::Values(HEAP_SUBJECT, HEAP_SUBJECT_JEMALLOC),
                         [](const auto& one) { return one.index == 0 ? "Libc" : "Jemalloc"; });

}  // namespace
}  // namespace leakproof::testing
