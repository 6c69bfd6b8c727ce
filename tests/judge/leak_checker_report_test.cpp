// SPDX-License-Identifier: MIT
#include "judge/leak_checker_report.hpp"

#include <gtest/gtest.h>

#include "model/verdict.hpp"

namespace leakproof {
namespace {

constexpr const char* sanitizer =
    "==7==ERROR: LeakSanitizer: detected memory leaks\n\n"
    "Direct leak of 24 byte(s) in 3 object(s) allocated from:\n    #0 0x7f\n\n"
    "SUMMARY: AddressSanitizer: 1240 byte(s) leaked in 5 allocation(s).\n";

constexpr const char* valgrind =
    "==9== LEAK SUMMARY:\n"
    "==9==    definitely lost: 1,234 bytes in 5 blocks\n"
    "==9==    indirectly lost: 0 bytes in 0 blocks\n";

TEST(LeakChecker, HearsLeakSanitizer) {
  const auto finding = leak_checker_finding({.exit_code = 23, .last_words = sanitizer}, 10);
  ASSERT_TRUE(finding);
  EXPECT_TRUE(finding->decides());
  EXPECT_DOUBLE_EQ(finding->verdict.growth.per_fetch, 124);
  EXPECT_EQ(finding->verdict.ruling, Ruling::leaks);
  EXPECT_EQ(finding->verdict.reason, "LeakSanitizer: 1,240 bytes are unreachable at exit");
}

TEST(LeakChecker, HearsValgrind) {
  const auto finding = leak_checker_finding({.exit_code = 23, .last_words = valgrind}, 10);
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->verdict.reason, "Valgrind: 1,234 bytes are unreachable at exit");
}

TEST(LeakChecker, IsSilentWhereTheyAre) {
  EXPECT_FALSE(leak_checker_finding({.exit_code = 0, .last_words = sanitizer}, 10));
  EXPECT_FALSE(leak_checker_finding({.exit_code = 1, .last_words = "Traceback"}, 10));
  EXPECT_FALSE(leak_checker_finding(
      {.exit_code = 1, .last_words = "SUMMARY: AddressSanitizer: heap-use-after-free a.cpp:3"},
      10));
  EXPECT_FALSE(leak_checker_finding(
      {.exit_code = 23, .last_words = "definitely lost: 0 bytes in 0 blocks"}, 10));
}

}  // namespace
}  // namespace leakproof
