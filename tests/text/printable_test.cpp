// SPDX-License-Identifier: MIT
#include "text/printable.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(Printable, LeavesPlainTextAlone) { EXPECT_EQ(printable("a b\xC3\xA9"), "a b??"); }
TEST(Printable, DefusesTerminalControls) { EXPECT_EQ(printable("\x1b[31m\tx\n"), "?[31m x?"); }
TEST(Printable, KeepsLineEndsWhereAsked) { EXPECT_EQ(printable("a\nb\r", true), "a\nb?"); }

}  // namespace
}  // namespace leakproof
