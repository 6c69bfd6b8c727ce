// SPDX-License-Identifier: MIT
#include "text/text.hpp"

#include <gmock/gmock.h>

#include <array>
#include <stdexcept>

namespace leakproof {
namespace {

using ::testing::ElementsAre;

TEST(Printable, LeavesPlainTextAlone) { EXPECT_EQ(printable("a b\xC3\xA9"), "a b??"); }
TEST(Printable, DefusesTerminalControls) { EXPECT_EQ(printable("\x1b[31m\tx\n"), "?[31m x?"); }
TEST(Printable, KeepsLineEndsWhereAsked) { EXPECT_EQ(printable("a\nb\r", true), "a\nb?"); }

TEST(SplitCommand, SplitsAsAShellDoes) {
  EXPECT_THAT(split_command("python3 'my client.py' --x=\"a b\""),
              ElementsAre("python3", "my client.py", "--x=a b"));
}

TEST(SplitCommand, RefusesWhatItWouldHaveToRun) {
  for (const char* command : {"$(reboot)", "a | b", "a 'b", ""}) {
    EXPECT_THROW(split_command(command), std::invalid_argument) << command;
  }
}

TEST(Closest, FindsWhatWasMeant) {
  const std::array<std::string_view, 3> known{"scoped", "streaming", "pooled"};
  EXPECT_EQ(closest("scopd", known), "scoped");
  EXPECT_EQ(closest("steaming", known), "streaming");
  EXPECT_EQ(closest("elephant", known), "");
}

TEST(Grouped, SetsACommaEveryThreeDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
}

}  // namespace
}  // namespace leakproof
