// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <array>
#include <filesystem>
#include <ostream>

#include "interposer/subject.hpp"
#include "model/probe.hpp"

namespace leakproof::testing {
namespace {

constexpr std::array makers{
    "malloc",
    "calloc",
    "realloc",
    "reallocarray",
    "memalign",
    "aligned_alloc",
    "posix_memalign",
    "valloc",
    "pvalloc",
    "strdup",
    "new",
    "new_sized",
    "new_nothrow",
    "new_aligned",
    "new_aligned_sized",
    "new_aligned_nothrow",
    "new[]",
    "new[]_sized",
    "new[]_nothrow",
    "new[]_aligned",
    "new[]_aligned_sized",
    "new[]_aligned_nothrow",
};

// heap_subject answers with the usable size of the block that it allocated or released, or
// with its growth.
struct Done {
  long answer = 0;
  HeapCounts change{};
};

MATCHER(AddsOneBlock, "") {
  return arg.answer > 0 && arg.change == HeapCounts{.live_blocks = 1,
                                                    .live_bytes = arg.answer,
                                                    .allocations = 1,
                                                    .allocated_bytes = arg.answer};
}

MATCHER(RemovesOneBlock, "") {
  return arg.change == HeapCounts{.live_blocks = -1, .live_bytes = -arg.answer};
}

MATCHER(ResizesOneBlock, "") {
  return arg.change.live_blocks == 0 && arg.change.live_bytes == arg.answer &&
         arg.change.mapped_bytes == 0 && arg.change.allocations == 1;
}

void PrintTo(const Done& done, std::ostream* out) {
  *out << "answer " << done.answer << ", change " << ::testing::PrintToString(done.change);
}

// Counts must be exact with any allocator that the interposer wraps: libc's, or one with
// its own operators.
class Allocation : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(GetParam())) GTEST_SKIP() << "not built: " << GetParam();
    subject_.emplace(table_, std::vector<std::string>{GetParam()});
    send_order("malloc 10");
    send_order("drop");
  }

  static bool lacks_pvalloc() { return GetParam() == std::string_view(HEAP_SUBJECT_JEMALLOC); }

  long send_order(std::string_view order) { return subject_->send(order); }

  // Sends these orders to a process without the interposer; returns the last answer.
  long ask_unobserved(std::initializer_list<const char*> orders) const {
    Subject subject(table_, {GetParam()}, {"LD_PRELOAD="});
    long answer = 0;
    for (const auto* order : orders) answer = subject.send(order);
    return answer;
  }

  HeapCounts counts() const { return subject_->counts(); }

  Done obey(std::string_view order) {
    const auto before = counts();
    const auto answer = send_order(order);
    return {answer, counts() - before};
  }

 private:
  HeapTable table_{INTERPOSER};
  std::optional<Subject> subject_{};
};

TEST_P(Allocation, IsOneBlockOfTheBytesHandedOut) {
  for (const std::string maker : makers) {
    if (maker == "pvalloc" && lacks_pvalloc()) continue;
    EXPECT_THAT(obey(maker + " 100"), AddsOneBlock()) << maker;
    EXPECT_THAT(obey("drop"), RemovesOneBlock()) << maker;
  }
}

TEST_P(Allocation, OfManyPagesIsNotAMappingOfTheProgram) {
  EXPECT_THAT(obey("malloc 50000000"), AddsOneBlock());
  EXPECT_THAT(obey("drop"), RemovesOneBlock());
  EXPECT_THAT(obey("new[] 50000000"), AddsOneBlock());
}

TEST_P(Allocation, OfNothingIsABlockToo) {
  EXPECT_THAT(obey("malloc 0"), AddsOneBlock());
  EXPECT_THAT(obey("new 0"), AddsOneBlock());
}

TEST_P(Allocation, KeepsItsNumberAndChangesItsSizeWhenResized) {
  send_order("malloc 100");
  for (const auto* size : {"5000", "60", "1000000", "2000000", "24"}) {
    EXPECT_THAT(obey(std::string("resize ") + size), ResizesOneBlock()) << size;
  }
  EXPECT_THAT(obey("drop"), RemovesOneBlock());
}

TEST_P(Allocation, EndsWhenResizedToNothing) {
  send_order("malloc 100");
  EXPECT_THAT(obey("resize_to_nothing"), RemovesOneBlock());
}

TEST_P(Allocation, BeforeAnyConstructorIsCountedToo) {
  EXPECT_EQ(obey("drop_early").change.live_blocks, -1000);
  EXPECT_GE(counts().live_blocks, 0);
}

TEST_P(Allocation, ThatIsRefusedIsNone) {
  send_order("malloc 100");
  send_order("ask_for_too_much");  // the first exception allocates buffers
  const auto [answer, change] = obey("ask_for_too_much");
  EXPECT_EQ(answer, ask_unobserved({"malloc 100", "ask_for_too_much"}));
  EXPECT_EQ(change.live_blocks, 0);
  EXPECT_EQ(change.live_bytes, 0);
}

TEST_P(Allocation, LeavesErrnoAlone) { EXPECT_EQ(send_order("errno_after_use"), 4711); }

TEST_P(Allocation, EndsInWhicheverThreadReleasesIt) {
  send_order("malloc 100");
  send_order("drop_in_another_thread");  // libc caches the first thread's stack for later threads
  send_order("malloc 100");
  EXPECT_THAT(obey("drop_in_another_thread"), RemovesOneBlock());
}

std::string allocator(const ::testing::TestParamInfo<const char*>& info) {
  return info.index == 0 ? "Libc" : "Jemalloc";
}

INSTANTIATE_TEST_SUITE_P(By, Allocation, ::testing::Values(HEAP_SUBJECT, HEAP_SUBJECT_JEMALLOC),
                         allocator);

}  // namespace
}  // namespace leakproof::testing
