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

}  // namespace
}  // namespace leakproof
