// SPDX-License-Identifier: MIT
#include "text/exit_text.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(ExitText, TellsASignalFromAnExitCode) {
  EXPECT_EQ(exit_text(-11), "by signal 11");
  EXPECT_EQ(exit_text(7), "with exit code 7");
  EXPECT_EQ(exit_text(128), "with exit code 128");
  EXPECT_EQ(exit_text(139), "with exit code 139 (in a shell: killed by signal 11)");
  EXPECT_EQ(exit_text(255), "with exit code 255");
}

}  // namespace
}  // namespace leakproof
