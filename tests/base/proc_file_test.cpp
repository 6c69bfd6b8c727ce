// SPDX-License-Identifier: MIT
#include "base/proc_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace leakproof {
namespace {

TEST(ProcFile, ReadsTheSameFileAgain) {
  ProcFile status(::getpid(), "status");
  for (int i = 0; i < 2; ++i) {
    const auto text = status.read();
    ASSERT_TRUE(text);
    EXPECT_EQ(number_after(*text, "Pid"), ::getpid());
  }
}

TEST(ProcFile, ReadsFilesLargerThanItsFirstBuffer) {
  ProcFile maps(::getpid(), "smaps");
  const auto text = maps.read();
  ASSERT_TRUE(text);
  EXPECT_GT(text->size(), 8192U);
  EXPECT_TRUE(text->ends_with('\n'));
}

TEST(ProcFile, HasNothingOfAProcessThatIsNotThere) {
  EXPECT_FALSE(ProcFile(0x7fffffff, "status").read());
}

TEST(NumberAfter, TakesTheLineThatBeginsWithTheKey) {
  constexpr std::string_view text = "VmRSSx:\t 1 kB\nVmRSS:\t 123 kB\nEmpty:\n";
  EXPECT_EQ(number_after(text, "VmRSS"), 123);
  EXPECT_EQ(number_after(text, "Empty"), std::nullopt);
  EXPECT_EQ(number_after(text, "Vm"), std::nullopt);
  EXPECT_EQ(number_after("", "Vm"), std::nullopt);
}

}  // namespace
}  // namespace leakproof
