// SPDX-License-Identifier: MIT
#include "text/numbers.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <utility>

namespace leakproof {
namespace {

TEST(WholeNumber, IsReadToItsLastCharacter) {
  EXPECT_EQ(whole_number("-12"), -12);
  EXPECT_EQ(whole_number("9223372036854775807"), INT64_MAX);
  for (const char* text : {"", "1 ", " 1", "+1", "1.5", "0x1", "9223372036854775808", "one"}) {
    EXPECT_EQ(whole_number(text), std::nullopt) << text;
  }
}

TEST(Grouped, SetsACommaEveryThreeDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
}

TEST(Figure, HasThreeSignificantDigitsBelow100AndIsWholeAbove) {
  for (const auto& [value, text] : {std::pair{0.0, "0"},
                                    {1e-7, "0"},
                                    {0.00012345, "0.000123"},
                                    {0.05, "0.0500"},
                                    {0.9996, "1.00"},
                                    {1.0, "1.00"},
                                    {9.994, "9.99"},
                                    {9.996, "10.0"},
                                    {24.0, "24.0"},
                                    {99.94, "99.9"},
                                    {99.96, "100"},
                                    {123.4, "123"},
                                    {33344.4, "33,344"},
                                    {-0.5, "-0.500"},
                                    {-1234.5, "-1,235"},
                                    {1e300, "9,000,000,000,000,000,000"}}) {
    EXPECT_EQ(figure(value), text);
  }
}

TEST(Size, GrowsItsUnitWithTheAmount) {
  for (const auto& [bytes, text] : {std::pair{std::int64_t{0}, "0 B"},
                                    {1023, "1023 B"},
                                    {24576, "24.0 KiB"},
                                    {std::int64_t{3} << 20, "3.0 MiB"},
                                    {std::int64_t{5000} << 30, "5000.0 GiB"}}) {
    EXPECT_EQ(size_text(bytes), text);
  }
}

TEST(Duration, IsToldInTheTwoUnitsThatMatter) {
  for (const auto& [seconds, text] : {std::pair{-1.0, "0.0 s"},
                                      {0.44, "0.4 s"},
                                      {59.9, "59 s"},
                                      {200.0, "3 min 20 s"},
                                      {25920.0, "7 h 12 min"},
                                      {172800.0 + 3 * 3600, "2 d 3 h"}}) {
    EXPECT_EQ(duration_text(seconds), text);
  }
}

}  // namespace
}  // namespace leakproof
