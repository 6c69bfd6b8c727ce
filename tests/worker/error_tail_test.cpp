// SPDX-License-Identifier: MIT
#include "worker/error_tail.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(ErrorTail, QuotesTheLastLines) {
  ErrorTail tail;
  for (int i = 1; i <= 9; ++i) tail.add("line " + std::to_string(i) + "\n");
  EXPECT_EQ(tail.quote(), "\n    line 5\n    line 6\n    line 7\n    line 8\n    line 9");
}

TEST(ErrorTail, QuotesALineThatIsNotYetAtItsEnd) {
  ErrorTail tail;
  tail.add("Segm");
  tail.add("entation fault");
  EXPECT_EQ(tail.quote(), "\n    Segmentation fault");
}

TEST(ErrorTail, HasNothingToQuoteOfNothing) {
  ErrorTail tail;
  EXPECT_EQ(tail.quote(), "");
  tail.add("\n\n");
  EXPECT_EQ(tail.quote(), "");
}

TEST(ErrorTail, MakesWhatItQuotesPrintable) {
  ErrorTail tail;
  tail.add("\x1b]0;owned\x07\n");
  EXPECT_EQ(tail.quote(), "\n    \\x1b]0;owned\\x07");
}

TEST(ErrorTail, KeepsABoundedAmountOfAFlood) {
  ErrorTail tail;
  for (int i = 0; i < 100; ++i) tail.add(std::string(100'000, 'x'));
  EXPECT_LE(tail.text().size(), 8192U);
  EXPECT_LE(tail.quote().size(), 300U);
}

}  // namespace
}  // namespace leakproof
