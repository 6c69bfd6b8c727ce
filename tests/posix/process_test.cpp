// SPDX-License-Identifier: MIT
#include "posix/process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <array>
#include <system_error>

#include "posix/proc_file.hpp"
#include "support/process_group.hpp"
#include "support/run_program.hpp"

namespace leakproof {
namespace {

using testing::run_program;

std::string first_line(const Process& process) {
  std::array<char, 256> text{};
  const ssize_t got = ::read(process.output(), text.data(), text.size());
  const std::string_view all(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  return std::string(all.substr(0, all.find('\n')));
}

TEST(Process, TellsTheExitCode) {
  EXPECT_EQ(run_program({"sh", "-c", "exit 7"}).exit_code, 7);
  EXPECT_EQ(run_program({"sh", "-c", "kill -9 $$"}).exit_code, -SIGKILL);
}

TEST(Process, NamesAProgramThatIsNotThere) {
  try {
    const Process process({.words = {"no-such-program"}});
    FAIL() << "it started";
  } catch (const std::system_error& error) {
    EXPECT_EQ(std::string(error.what()), "no-such-program: No such file or directory");
  }
}

TEST(Process, InheritsTheStandardThreeAndNothingElse) {
  const Fd not_meant_for_it{::open("/dev/null", O_RDONLY)};
  // `true` follows, because the shell would otherwise exec ls; no pipe, because the shell
  // would hold its ends.
  EXPECT_EQ(run_program({"sh", "-c", "ls /proc/$$/fd; true"}).output, "0\n1\n2\n");
}

TEST(Process, StartsWithSignalsAsAProgramExpectsThem) {
  ::signal(SIGPIPE, SIG_IGN);
  const std::string output =
      run_program({"sh", "-c", "grep -E 'Sig(Ign|Blk)' /proc/self/status"}).output;
  EXPECT_EQ(number_after(output, "SigIgn"), 0);
  EXPECT_EQ(number_after(output, "SigBlk"), 0);
}

TEST(Process, HasTheDescriptorLimitItWasGivenAndCannotRaiseIt) {
  Process process(
      {.words = {"sh", "-c", "ulimit -n; ulimit -Hn 2000 2>&1 || true"}, .max_descriptors = 100});
  EXPECT_EQ(first_line(process), "100");
}

TEST(Process, LeavesNothingOfItsGroupBehind) {
  pid_t group = 0;
  {
    const Process process({.words = {"sh", "-c", "sleep 1000 & echo $!; wait"},
                           .environment = {"PATH=/usr/bin:/bin"}});
    group = process.pid();
    ASSERT_EQ(::kill(std::stoi(first_line(process)), 0), 0);
  }
  EXPECT_TRUE(testing::group_ends(group));
}

}  // namespace
}  // namespace leakproof
