// SPDX-License-Identifier: MIT
#include "text/wrapped.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(Wrapped, BreaksAtSpacesAndLosesNothing) {
  EXPECT_EQ(wrapped("one two three four", 2, 12), "one two\n  three four");
  EXPECT_EQ(wrapped("one two", 0, 0), "one two");
  EXPECT_EQ(wrapped("unbreakable", 4, 6), "unbreakable");
}

TEST(Indented, LeavesTheFirstLine) {
  EXPECT_EQ(indented("one\ntwo\n\nthree", 2), "one\n  two\n  \n  three");
  EXPECT_EQ(indented("one", 2), "one");
}

}  // namespace
}  // namespace leakproof
