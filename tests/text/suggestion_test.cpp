// SPDX-License-Identifier: MIT
#include "text/suggestion.hpp"

#include <gtest/gtest.h>

#include <array>

namespace leakproof {
namespace {

TEST(Closest, FindsWhatWasMeant) {
  const std::array<std::string_view, 3> known{"scoped", "streaming", "pooled"};
  EXPECT_EQ(closest("scopd", known), "scoped");
  EXPECT_EQ(closest("steaming", known), "streaming");
  EXPECT_EQ(closest("elephant", known), "");
}

TEST(Closest, AllowsTwoEditsOfAShortWordAndAThirdOfALongOne) {
  const std::array<std::string_view, 2> known{"abc", "abcdefghijkl"};
  EXPECT_EQ(closest("axy", known), "abc");
  EXPECT_EQ(closest("xyz", known), "");
  EXPECT_EQ(closest("wxyzefghijkl", known), "abcdefghijkl");
  EXPECT_EQ(closest("vwxyzfghijkl", known), "");
}

}  // namespace
}  // namespace leakproof
