// SPDX-License-Identifier: MIT
// Tests that failures of an unmodified program's allocations are reported if it crashes or hangs,
// and not if it goes on or ends.
#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "acceptance/line_of.hpp"
#include "support/run_program.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// All of a program's allocations fail in turn, not only those of its fetch.
testing::Ended torture_program(const char* manner) {
  return testing::run_program({LEAKPROOF, "torture", "--worker-timeout",
                               manner == std::string_view("hangs") ? "1" : "60", "--",
                               FRAGILE_PROGRAM, manner, "{url}"});
}

struct FragileProgram {
  const char* manner;
  const char* words;
  const char* place;
  const char* function;
  const char* line;
};

void PrintTo(const FragileProgram& program, std::ostream* out) { *out << program.manner; }

class AProgram : public ::testing::TestWithParam<FragileProgram> {};

TEST_P(AProgram, IsAccusedAtItsAllocationAndShowsWhereItWasLost) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const auto& [manner, words, place, function, mark] = GetParam();
  const testing::Ended ended = torture_program(manner);
  EXPECT_EQ(ended.exit_code, 1) << ended.output << ended.errors;
  const int line = testing::line_of(SOURCES "/tests/support/fragile_program.cpp", mark);
  EXPECT_THAT(ended.output,
              AllOf(StartsWith("fragile-program × plain  1 allocation of a fetch"),
                    HasSubstr(words), HasSubstr("fragile::new_buffer()"),
                    HasSubstr(" --fail-at 1 -- " FRAGILE_PROGRAM " " + std::string(manner))));
  EXPECT_THAT(testing::place_in(ended.output, place),
              AllOf(HasSubstr(std::string("      ") + function + " ("),
                    HasSubstr("tests/support/fragile_program.cpp:" + std::to_string(line) + ")")));
}

INSTANTIATE_TEST_SUITE_P(
    That, AProgram,
    ::testing::Values(FragileProgram{"crashes", "! it was killed by signal 11", "it crashed in",
                                     "fragile::write_anyway(void*)", "std::memset"},
                      FragileProgram{"aborts", "! it was killed by signal 6", "it crashed in",
                                     "fragile::abort_without_buffer(void*)", "std::abort()"},
                      FragileProgram{"hangs", "! it made no request for 1 s", "it hung in",
                                     "fragile::wait_for_buffer(void*)", "::pause()"}),
    [](const auto& one) { return std::string(one.param.manner); });

TEST(AProgramWithoutMemory, MayGoOnOrEnd) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const testing::Ended goes_on = torture_program("tidy");
  EXPECT_EQ(goes_on.exit_code, 0) << goes_on.output << goes_on.errors;
  EXPECT_THAT(goes_on.output, HasSubstr("the program goes on            1\n"));
  const testing::Ended ends = torture_program("ends");
  EXPECT_EQ(ends.exit_code, 0) << ends.output << ends.errors;
  EXPECT_THAT(ends.output, HasSubstr("the program ends by itself     1\n"));
}

// The launcher ends by itself.
TEST(AProgramWithoutMemory, IsAccusedOfACrashThatItsLauncherHides) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const testing::Ended ended = testing::run_program(
      {LEAKPROOF, "torture", "--", "sh", "-c", FRAGILE_PROGRAM " crashes {url}; true"});
  EXPECT_EQ(ended.exit_code, 1) << ended.output << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("! it was killed by signal 11"));
}

// An interpreter, whose garbage is collected between the fetches.
TEST(AProgramWithoutMemory, MayBeAScript) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const testing::Ended ended =
      testing::run_program({LEAKPROOF, "torture", "--worker-timeout", "60", "--fail-at", "3", "--",
                            PYTHON, PROGRAMS "/loop.py", "clean", "{url}"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output << ended.errors;
  EXPECT_THAT(ended.output, StartsWith("loop.py × plain  3 allocations of a fetch made to fail"));
}

TEST(TortureCommand, NeedsAProgramThatMakesRequestsInALoop) {
  const testing::Ended ended = torture_program("once");
  EXPECT_EQ(ended.exit_code, 3) << ended.output << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("no verdict: the program ended by itself"));
  EXPECT_THAT(ended.output, HasSubstr("in a loop"));
}

TEST(TortureCommand, RefusesAProgramWhereNoRequestComes) {
  const testing::Ended ended = testing::run_program(
      {LEAKPROOF, "torture", "--on", "refused", "--", FRAGILE_PROGRAM, "tidy", "{url}"});
  EXPECT_EQ(ended.exit_code, 2) << ended.output << ended.errors;
  EXPECT_THAT(ended.errors, HasSubstr("Use a worker, or omit this scenario"));
}

}  // namespace
}  // namespace leakproof
