// SPDX-License-Identifier: MIT
#include "posix/mapped_file.hpp"

#include <gtest/gtest.h>

#include <string>

namespace leakproof {
namespace {

TEST(MappedFile, HasTheBytesOfAFile) {
  const MappedFile program("/proc/self/exe");
  EXPECT_TRUE(
      program.bytes().starts_with("\x7f"
                                  "ELF"));
  EXPECT_TRUE(contains(program.bytes(), "HasTheBytesOfAFile"));
}

TEST(MappedFile, HasNoBytesWhereThereIsNothingToMap) {
  EXPECT_TRUE(MappedFile("/no/such/file").bytes().empty());
  EXPECT_TRUE(MappedFile("/dev/null").bytes().empty());
  EXPECT_TRUE(MappedFile("/proc").bytes().empty());
}

TEST(Contains, FindsTextThatFollowsItsOwnBeginning) {
  EXPECT_TRUE(contains("aaab", "aab"));
  EXPECT_TRUE(contains(std::string(1000, '_').append("__asan"), "__asan"));
  EXPECT_FALSE(contains("aaa", "aab"));
  EXPECT_FALSE(contains("", "a"));
  EXPECT_FALSE(contains({}, "a"));
  EXPECT_FALSE(contains("a", "ab"));
}

}  // namespace
}  // namespace leakproof
