// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <array>
#include <filesystem>

#include "preload/subject.hpp"

namespace leakproof::testing {
namespace {

using ::testing::FieldsAre;

constexpr std::array makers{
    "malloc",         "calloc",
    "realloc",        "reallocarray",
    "memalign",       "aligned_alloc",
    "posix_memalign", "valloc",
    "pvalloc",        "strdup",
    "new",            "new_sized",
    "new_nothrow",    "new_aligned",
    "new_aligned_sized", "new_aligned_nothrow",
    "new[]",          "new[]_sized",
    "new[]_nothrow",  "new[]_aligned",
    "new[]_aligned_sized", "new[]_aligned_nothrow",
};

// Counts are exact with whatever allocator stands behind the interposer: libc's,
// or one that has operators of its own.
class Allocation : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(GetParam())) GTEST_SKIP() << "not built: " << GetParam();
    subject_.emplace(table_, std::vector<std::string>{GetParam()});
    ask("malloc 10");
    ask("drop");
  }

  long ask(std::string_view order) { return subject_->ask(order); }

  // {live blocks, live bytes, mapped bytes, allocations}
  HeapCounts change_by(std::string_view order, long& answer) {
    const auto before = subject_->counts();
    answer = ask(order);
    return subject_->counts() - before;
  }

  long answer_ = 0;

 private:
  HeapTable table_{INTERPOSER};
  std::optional<Subject> subject_{};
};

TEST_P(Allocation, IsOneBlockOfTheBytesHandedOut) {
  for (const std::string maker : makers) {
    EXPECT_THAT(change_by(maker + " 100", answer_), FieldsAre(1, answer_, 0, 1)) << maker;
    EXPECT_GE(answer_, 100) << maker;
    EXPECT_THAT(change_by("drop", answer_), FieldsAre(-1, -answer_, 0, 0)) << maker;
  }
}

TEST_P(Allocation, OfManyPagesIsNotAMappingOfTheProgram) {
  EXPECT_THAT(change_by("malloc 50000000", answer_), FieldsAre(1, answer_, 0, 1));
  EXPECT_THAT(change_by("drop", answer_), FieldsAre(-1, -answer_, 0, 0));
  EXPECT_THAT(change_by("new[] 50000000", answer_), FieldsAre(1, answer_, 0, 1));
}

TEST_P(Allocation, OfNothingIsABlockToo) {
  EXPECT_THAT(change_by("malloc 0", answer_), FieldsAre(1, answer_, 0, 1));
  EXPECT_THAT(change_by("new 0", answer_), FieldsAre(1, answer_, 0, 1));
}

TEST_P(Allocation, KeepsItsNumberAndChangesItsSizeWhenResized) {
  ask("malloc 100");
  for (const auto* size : {"5000", "60", "1000000", "2000000", "24"}) {
    EXPECT_THAT(change_by(std::string("resize ") + size, answer_), FieldsAre(0, answer_, 0, 1))
        << size;
  }
  EXPECT_THAT(change_by("drop", answer_), FieldsAre(-1, -answer_, 0, 0));
}

TEST_P(Allocation, EndsWhenResizedToNothing) {
  ask("malloc 100");
  EXPECT_THAT(change_by("resize_to_nothing", answer_), FieldsAre(-1, -answer_, 0, 0));
}

TEST_P(Allocation, BeforeAnyConstructorIsCountedToo) {
  EXPECT_THAT(change_by("drop_early", answer_), FieldsAre(-1000, ::testing::Lt(0), 0, 0));
}

TEST_P(Allocation, ThatIsRefusedIsNone) {
  ask("malloc 100");
  ask("ask_for_too_much");  // the first exception brings buffers with it
  EXPECT_THAT(change_by("ask_for_too_much", answer_), FieldsAre(0, 0, 0, ::testing::_));
  EXPECT_EQ(answer_, 1);
}

TEST_P(Allocation, LeavesErrnoAlone) { EXPECT_EQ(ask("errno_after_use"), 4711); }

TEST_P(Allocation, EndsInWhicheverThreadReleasesIt) {
  ask("malloc 100");
  ask("drop_in_another_thread");  // libc keeps the first thread's stack for the next
  ask("malloc 100");
  EXPECT_THAT(change_by("drop_in_another_thread", answer_), FieldsAre(-1, -answer_, 0, 0));
}

std::string allocator(const ::testing::TestParamInfo<const char*>& info) {
  return info.index == 0 ? "Libc" : "Jemalloc";
}

INSTANTIATE_TEST_SUITE_P(By, Allocation, ::testing::Values(HEAP_SUBJECT, HEAP_SUBJECT_JEMALLOC),
                         allocator);

}  // namespace
}  // namespace leakproof::testing
