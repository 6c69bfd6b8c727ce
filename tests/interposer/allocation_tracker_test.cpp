// SPDX-License-Identifier: MIT
#include "interposer/supervisor/allocation_tracker.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "attribution/symbols.hpp"
#include "interposer/subject.hpp"
#include "model/probe.hpp"

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
    subject_->ask("malloc 100");
    subject_->ask("drop");
    notes_.emplace(table_, subject_->pid());
    notes_->prepare();
    subject_->ask("malloc 100");
    subject_->ask("drop");
  }

  std::vector<AllocationGroup> survivors() const { return notes_->read().groups; }

  HeapTable table_{INTERPOSER};
  std::optional<Subject> subject_{};
  std::optional<AllocationTracker> notes_{};
};

TEST_P(Noted, IsEachWayToAllocateUntilItIsReleased) {
  for (const std::string maker :
       {"malloc", "calloc", "realloc", "memalign", "aligned_alloc", "posix_memalign", "strdup",
        "new", "new_nothrow", "new_aligned", "new[]", "new[]_aligned"}) {
    notes_->note(2);
    const long size = subject_->ask(maker + " 100");
    ASSERT_THAT(survivors(), SizeIs(1)) << maker;
    EXPECT_THAT(survivors().front().by_epoch, ElementsAre(0, 0, 1)) << maker;
    EXPECT_EQ(survivors().front().bytes, size) << maker;
    subject_->ask("drop");
    EXPECT_THAT(survivors(), IsEmpty()) << maker;
  }
}

TEST_P(Noted, IsNotWhatWasThereBeforeOrCameAfterwards) {
  subject_->ask("malloc 100");
  notes_->note(0);
  subject_->ask("drop");
  EXPECT_THAT(survivors(), IsEmpty());
  notes_->only_forget();
  subject_->ask("malloc 100");
  EXPECT_THAT(survivors(), IsEmpty());
}

TEST_P(Noted, IsForgottenWhenItGoesLater) {
  notes_->note(0);
  subject_->ask("malloc 100");
  notes_->only_forget();
  EXPECT_THAT(survivors(), SizeIs(1));
  subject_->ask("drop");
  EXPECT_THAT(survivors(), IsEmpty());
}

TEST_P(Noted, HasTheStackThatMadeIt) {
  notes_->note(0);
  subject_->ask("malloc 100");
  const Symbols symbols(subject_->pid());
  const std::vector<AllocationGroup> found = survivors();
  ASSERT_THAT(found, SizeIs(1));
  std::vector<Frame> frames;
  for (const auto address : found.front().stack) {
    for (const Frame& frame : symbols.at(address)) frames.push_back(frame);
  }
  EXPECT_THAT(frames, Contains(Field(&Frame::function, HasSubstr("heap_subject::make("))));
  EXPECT_THAT(frames, Contains(Field(&Frame::function, "main")));
}

TEST_P(Noted, IsUntouchedByAForkedChild) {
  notes_->note(0);
  subject_->ask("malloc 100");
  subject_->ask("fork_child 100");
  std::int64_t of_a_hundred = 0;
  const std::vector<AllocationGroup> found = survivors();
  for (const AllocationGroup& survivor : found) {
    if (survivor.smallest >= 100 && survivor.kind == ResourceKind::block) ++of_a_hundred;
  }
  EXPECT_EQ(of_a_hundred, 1);
  subject_->ask("end_child");
}

INSTANTIATE_TEST_SUITE_P(By, Noted, ::testing::Values(HEAP_SUBJECT, HEAP_SUBJECT_JEMALLOC),
                         [](const auto& one) { return one.index == 0 ? "Libc" : "Jemalloc"; });

}  // namespace
}  // namespace leakproof::testing
