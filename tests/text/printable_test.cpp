// SPDX-License-Identifier: MIT
#include "text/printable.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(Printable, LeavesTextAlone) { EXPECT_EQ(printable("a b é … 漢 😀"), "a b é … 漢 😀"); }

TEST(Printable, EscapesTerminalControls) {
  EXPECT_EQ(printable("\x1b[31m\tx\r\n\x7f"), "\\x1b[31m x\\r\\n\\x7f");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\u009b31m");  // CSI in one character
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
}

TEST(Printable, KeepsLineEndsWhereAsked) { EXPECT_EQ(printable("a\nb\r", true), "a\nb\\r"); }

TEST(Printable, EscapesWhatCannotBeSeen) {
  EXPECT_EQ(printable("a\u202Eb"), "a\\u202eb");  // right to left from here on
  EXPECT_EQ(printable("a\u200Bb"), "a\\u200bb");  // no width
  EXPECT_EQ(printable("\u2028"), "\\u2028");      // ends a line for some
  EXPECT_EQ(printable("\U000E0041"), "\\ue0041");
}

TEST(Printable, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("\xFF\xC3(\xE2\x82"), "\\xff\\xc3(\\xe2\\x82");
  EXPECT_EQ(printable("\xC0\x80"), "\\xc0\\x80");                    // overlong
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\ud800");                   // a surrogate
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // above U+10FFFF
}

TEST(Printable, KeepsDifferentNamesApart) {
  EXPECT_NE(printable("caf\xC3\xA9"), printable("caf\xC3\xA8"));
  EXPECT_NE(printable("caf\xE9"), printable("caf\xE8"));
}

TEST(Printable, DefusesCommandsToContinuousIntegration) {
  EXPECT_EQ(printable("::error file=a::b"), "\\x3a:error file=a::b");
  EXPECT_EQ(printable("x\n \t::stop-commands::y", true), "x\n  \\x3a:stop-commands::y");
  EXPECT_EQ(printable("\u00A0::Warning::"), "\u00A0\\x3a:Warning::");
  EXPECT_EQ(printable("long text ::error::x"), "long text \\x3a:error::x");  // may be wrapped there
  EXPECT_EQ(printable("a ##[error]b"), "a \\x23#[error]b");
  EXPECT_EQ(printable("###[group]"), "#\\x23#[group]");
  EXPECT_EQ(printable("##vso[task.complete]##teamcity[x]"),
            "\\x23#vso[task.complete]\\x23#teamcity[x]");
}

TEST(Printable, LeavesWhatOnlyLooksLikeCommands) {
  EXPECT_EQ(printable("std::string, ::1 and ## heading # [x]"),
            "std::string, ::1 and ## heading # [x]");
}

}  // namespace
}  // namespace leakproof
