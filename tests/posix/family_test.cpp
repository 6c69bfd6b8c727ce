// SPDX-License-Identifier: MIT
#include "posix/family.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string>
#include <system_error>
#include <thread>

#include "posix/proc_file.hpp"
#include "posix/process.hpp"

namespace leakproof {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A daemon that has left its environment, group, session and parent behind, and prints its ID.
constexpr const char* daemon_and_wait =
    "env -i /usr/bin/setsid -f /bin/sh -c 'echo $$; exec /bin/sleep 1000'; read end";

Process with_daemon() { return Process({.words = {"/bin/sh", "-c", daemon_and_wait}}); }

// A process of a family of its own that calls a function; its exit code is the result.
class Calling {
 public:
  explicit Calling(int (*function)(int output)) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    output_ = Fd{ends[0]};
    const Fd write{ends[1]};
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::setpgid(0, 0);
    join_family(family_);
    ::_exit(function(write.get()));
  }
  ~Calling() {
    end_family(family_);
    ::waitpid(pid_, nullptr, 0);
  }
  Calling(const Calling&) = delete;
  Calling& operator=(const Calling&) = delete;

  pid_t pid() const { return pid_; }
  Family family() const { return family_; }
  int output() const { return output_.get(); }

 private:
  Family family_ = new_family();
  Fd output_;
  pid_t pid_ = -1;
};

pid_t number_from(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t got = ::read(descriptor, text.data(), text.size() - 1);
  return got > 0 ? static_cast<pid_t>(std::stoi(text.data())) : 0;
}

// A process that has ended may wait long for whoever is its parent by then.
bool ends(Family family) {
  const auto given_up = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!std::ranges::all_of(family_members(family), has_ended)) {
    if (std::chrono::steady_clock::now() > given_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

TEST(Family, IncludesADaemonThatHasLeftEverythingBehind) {
  const Process process = with_daemon();
  const pid_t daemon = number_from(process.output());
  ASSERT_GT(daemon, 0);
  EXPECT_TRUE(is_of_family(daemon, process.family()));
  EXPECT_THAT(family_members(process.family()), Contains(daemon));
  EXPECT_THAT(family_members(process.family()), Contains(process.pid()));
  EXPECT_THAT(daemons_of(process.family(), process.pid()), ElementsAre(daemon));
}

TEST(Family, HasNoStrangers) {
  const Process process = with_daemon();
  const Process other = with_daemon();
  ASSERT_GT(number_from(other.output()), 0);
  EXPECT_FALSE(is_of_family(other.pid(), process.family()));
  EXPECT_FALSE(is_of_family(::getpid(), process.family()));
  EXPECT_THAT(family_members(new_family()), IsEmpty());
}

TEST(Family, EndsWithTheProcessThatBeganIt) {
  Family family = 0;
  {
    const Process process = with_daemon();
    ASSERT_GT(number_from(process.output()), 0);
    family = process.family();
  }
  EXPECT_TRUE(ends(family));
}

TEST(Family, HasNoDaemonWhereAllHaveTheirParent) {
  const Process process({.words = {"/bin/sh", "-c", "sleep 1000 & echo $!; read end"}});
  ASSERT_GT(number_from(process.output()), 0);
  EXPECT_THAT(daemons_of(process.family(), process.pid()), IsEmpty());
}

// In a child of the test, which kills itself.
TEST(Guardian, EndsEveryFamilyOfAProcessThatIsKilled) {
  std::array<int, 2> ends_of_pipe{};
  ASSERT_EQ(::pipe(ends_of_pipe.data()), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const Guardian guardian;
    const Process process = with_daemon();
    if (number_from(process.output()) == 0) ::_exit(1);
    const Family family = process.family();
    (void)!::write(ends_of_pipe[1], &family, sizeof family);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  Family family = 0;
  ASSERT_EQ(::read(ends_of_pipe[0], &family, sizeof family), ssize_t{sizeof family});
  EXPECT_TRUE(ends(family));
  ::close(ends_of_pipe[0]);
  ::close(ends_of_pipe[1]);
}

// As of a leakproof that is itself measured: its own families end with it.
TEST(Guardian, IsOfNoFamilyThatIsEnded) {
  const Calling process([](int output) {
    const Guardian guardian;
    const Process inner = with_daemon();
    ::dprintf(output, "%d\n", number_from(inner.output()));
    return ::pause();
  });
  const pid_t daemon = number_from(process.output());
  ASSERT_GT(daemon, 0);
  end_family(process.family());
  const auto given_up = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!has_ended(daemon) && std::chrono::steady_clock::now() < given_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_TRUE(has_ended(daemon));
}

// Where the machine has a limit already. The daemon is a shell, because the environment of a
// process cannot be read while it begins to execute another program.
TEST(Family, IsKnownByItsEnvironmentWhereTheLimitIsTooLow) {
  const Calling process([](int) {
    const rlimit low{.rlim_cur = 1'000'000, .rlim_max = 1'000'000};
    ::setrlimit(RLIMIT_RTTIME, &low);
    const Process inner(
        {.words = {"/bin/sh", "-c",
                   "setsid -f /bin/sh -c 'echo $$; while :; do sleep 1000; done'; read end"}});
    const pid_t daemon = number_from(inner.output());
    return is_of_family(daemon, inner.family()) ? 7 : 1;
  });
  int status = 0;
  ::waitpid(process.pid(), &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST(Guardian, EndsWithAProcessThatNeedsNone) {
  const pid_t before = ::getpid();
  errno = EINTR;  // as an earlier call left it
  { const Guardian guardian; }
  EXPECT_EQ(::getpid(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "it has been reaped";
}

}  // namespace
}  // namespace leakproof
