// SPDX-License-Identifier: MIT
#include "runtimes/native/kept_frames.hpp"

#include <gtest/gtest.h>

namespace leakproof::native {
namespace {

TEST(KeptFrames, AreTheInnermostOnesAndFurtherOutThoseOfTheProgram) {
  KeptFrames kept([](std::string_view file) { return file == "library"; });
  for (std::uint32_t i = 0; i < 30; ++i) kept.add({.file = "library", .line = i});
  kept.add({.file = "program", .line = 30});
  ASSERT_EQ(kept.frames().size(), KeptFrames::most_of_libraries + 1);
  EXPECT_EQ(kept.frames().front().line, 0U);
  EXPECT_EQ(kept.frames().back().line, 30U);
  for (std::uint32_t i = 0; i < 30; ++i) kept.add({.file = "program", .line = i});
  EXPECT_EQ(kept.frames().size(), AllocationTable::most_frames);
}

}  // namespace
}  // namespace leakproof::native
