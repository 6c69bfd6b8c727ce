// SPDX-License-Identifier: MIT
#include "posix/load.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(Load, IsTheLargerOfTheAverageAndThePresent) {
  EXPECT_DOUBLE_EQ(load_per_processor("8.50 6.22 5.51 3/345 6789\n", 2), 4.25);
  EXPECT_DOUBLE_EQ(load_per_processor("0.10 6.22 5.51 41/345 6789\n", 2), 20.5);
  EXPECT_DOUBLE_EQ(load_per_processor("1.00 6.22 5.51 1/345 6789\n", 0), 1);
}

TEST(Load, IsNoneWhereItCannotBeRead) {
  EXPECT_EQ(load_per_processor("", 2), 0);
  EXPECT_EQ(load_per_processor("busy", 2), 0);
}

TEST(Load, IsKnownOfThisMachine) { EXPECT_GT(load_per_processor(), 0); }

}  // namespace
}  // namespace leakproof
