// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "runtimes/go/layout.hpp"

namespace leakproof::go {
namespace {

TEST(LayoutOfVersion, IsThatOfAllItsPatches) {
  const auto layout = layout_of_version("go1.22");
  ASSERT_TRUE(layout);
  EXPECT_EQ(layout_of_version("go1.22.0"), layout);
  EXPECT_EQ(layout_of_version("go1.22.12"), layout);
  EXPECT_NE(layout_of_version("go1.21.3"), layout);
}

// Their structures may differ from those of a release.
TEST(LayoutOfVersion, IsNotKnownOfOtherBuilds) {
  for (const char* const version : {"", "go1", "go1.22rc1", "go1.22.3 X:arenas", "go1.22.3-fork",
                                    "go1.22.", "go1.221", "devel go1.22-3f2a", "go1.18.3"}) {
    EXPECT_FALSE(layout_of_version(version)) << version;
  }
}

}  // namespace
}  // namespace leakproof::go
