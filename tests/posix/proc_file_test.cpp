// SPDX-License-Identifier: MIT
#include "posix/proc_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace leakproof {
namespace {

TEST(ProcFile, ReadsTheSameFileAgain) {
  ProcFile status(::getpid(), "status");
  for (int i = 0; i < 2; ++i) {
    const auto text = status.read();
    ASSERT_TRUE(text);
    EXPECT_EQ(number_after(*text, "Pid"), ::getpid());
  }
}

TEST(ProcFile, ReadsFilesLargerThanItsFirstBuffer) {
  ProcFile maps(::getpid(), "smaps");
  const auto text = maps.read();
  ASSERT_TRUE(text);
  EXPECT_GT(text->size(), 8192U);
  EXPECT_TRUE(text->ends_with('\n'));
}

TEST(ProcFile, HasNothingOfAProcessThatIsNotThere) {
  EXPECT_FALSE(ProcFile(0x7fffffff, "status").read());
}

// An open maps file shows the program that was running when it was opened.
TEST(ProcFile, FollowsAProcessIntoAnotherProgram) {
  std::array<int, 2> go{};
  std::array<int, 2> has_become{};
  ASSERT_EQ(::pipe2(go.data(), O_CLOEXEC), 0);
  ASSERT_EQ(::pipe2(has_become.data(), O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    char byte = 0;
    if (::read(go[0], &byte, 1) == 1) ::execl("/bin/sleep", "sleep", "1000", nullptr);
    ::_exit(1);
  }
  ::close(has_become[1]);
  ProcFile maps(child, "maps");
  const auto before = maps.read();
  EXPECT_TRUE(before && before->find("/sleep") == before->npos);
  EXPECT_EQ(::write(go[1], "x", 1), 1);
  char byte = 0;
  EXPECT_EQ(::read(has_become[0], &byte, 1), 0);  // closed by exec
  const auto after = maps.read();
  EXPECT_TRUE(after && after->find("/sleep") != after->npos);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  for (const int fd : {go[0], go[1], has_become[0]}) ::close(fd);
}

TEST(NumberAfter, TakesTheLineThatBeginsWithTheKey) {
  constexpr std::string_view text = "VmRSSx:\t 1 kB\nVmRSS:\t 123 kB\nEmpty:\n";
  EXPECT_EQ(number_after(text, "VmRSS"), 123);
  EXPECT_EQ(number_after(text, "Empty"), std::nullopt);
  EXPECT_EQ(number_after(text, "Vm"), std::nullopt);
  EXPECT_EQ(number_after("", "Vm"), std::nullopt);
}

}  // namespace
}  // namespace leakproof
