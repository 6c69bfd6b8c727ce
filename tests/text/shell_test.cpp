// SPDX-License-Identifier: MIT
#include "text/shell.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace leakproof {
namespace {

using ::testing::ElementsAre;

TEST(SplitCommand, SplitsAsAShellDoes) {
  EXPECT_THAT(split_command("python3 'my client.py' --x=\"a b\""),
              ElementsAre("python3", "my client.py", "--x=a b"));
}

TEST(SplitCommand, RefusesWhatItWouldHaveToRun) {
  for (const char* command : {"$(reboot)", "a | b", "a 'b", ""}) {
    EXPECT_THROW(split_command(command), std::invalid_argument) << command;
  }
}

TEST(ShellWord, QuotesOnlyWhatAShellWouldTakeApart) {
  EXPECT_EQ(shell_word("--on=a/b:c,d"), "--on=a/b:c,d");
  for (const char* word : {"", "a b", "it's", "$HOME", "a;b", "*", "\"", "\\", "naïve"}) {
    EXPECT_TRUE(shell_word(word).starts_with('\'')) << word;
  }
}

TEST(ShellWord, IsReadBackAsOneWord) {
  for (const char* word : {"", "a b", "it's", "$HOME", "a;b", "*", "\"", "\\", "plain"}) {
    EXPECT_THAT(split_command(shell_word(word)), ElementsAre(word));
  }
}

}  // namespace
}  // namespace leakproof
