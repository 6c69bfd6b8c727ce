// SPDX-License-Identifier: MIT
#include "posix/standard_descriptors.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace leakproof {
namespace {

// In a child, which may close what it likes.
TEST(StandardDescriptors, AreOpenedWhereTheyAreClosed) {
  for (int closed = 0; closed < 8; ++closed) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (int standard = 0; standard <= 2; ++standard) {
        if ((closed & 1 << standard) != 0) ::close(standard);
      }
      open_standard_descriptors();
      ::_exit(::open("/dev/null", O_RDONLY) > 2 ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << closed;
  }
}

}  // namespace
}  // namespace leakproof
