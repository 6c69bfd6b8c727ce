// SPDX-License-Identifier: MIT
#include "text/growth.hpp"

#include <gtest/gtest.h>

#include <string>

namespace leakproof {
namespace {

TEST(Growth, HasASignAndAUnitPerFetch) {
  EXPECT_EQ(growth_text(33344.2, "B"), "+33,344 B/fetch");
  EXPECT_EQ(growth_text(0.05, "blocks"), "+0.0500 blocks/fetch");
  EXPECT_EQ(growth_text(3, ""), "+3.00/fetch");
  EXPECT_EQ(growth_text(-12, "B"), "-12.0 B/fetch");
}

TEST(Growth, OfNothingHasNoSign) {
  EXPECT_EQ(growth_text(0, "B"), "0 B/fetch");
  EXPECT_EQ(growth_text(1e-9, "B"), "0 B/fetch");
}

TEST(Growth, ShowsItsSlowestAndItsFastestWindow) {
  EXPECT_EQ(growth_text(24.04, 23.6, 24.31, "B"), "+24.0 B/fetch [23.6, 24.3]");
  EXPECT_EQ(growth_text(0.5, 0, 1200, ""), "+0.500/fetch [0, 1,200]");
}

TEST(Rate, HasNoSign) { EXPECT_EQ(rate_text(1, "blocks"), "1.00 blocks/fetch"); }

TEST(Limit, KeepsTheDigitsThatWereGiven) {
  EXPECT_EQ(limit_text(16, "B"), "16 B/fetch");
  EXPECT_EQ(limit_text(0.05, ""), "0.05/fetch");
  EXPECT_EQ(limit_text(4096, "B"), "4,096 B/fetch");
}

}  // namespace
}  // namespace leakproof
