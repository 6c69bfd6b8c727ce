// SPDX-License-Identifier: MIT
#include "posix/descriptor_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof {
namespace {

TEST(DescriptorFolder, TellsSocketsFromOtherDescriptors) {
  const DescriptorFolder folder(::getpid());
  const auto all = folder.count();
  const auto sockets = folder.count_sockets();
  ASSERT_TRUE(all && sockets);
  const Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const Fd file{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  EXPECT_EQ(folder.count(), *all + 2);
  EXPECT_EQ(folder.count_sockets(), *sockets + 1);
}

// As that of a program that calls pthread_exit() in main.
TEST(DescriptorFolder, CountsThoseOfAProcessWhoseMainThreadHasEnded) {
  const Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const DescriptorFolder own(::getpid());  // the child inherits its descriptor
  const auto all = own.count();
  const auto sockets = own.count_sockets();
  const pid_t child = ::fork();
  if (child == 0) {
    pthread_t thread{};
    const auto wait = [](void*) -> void* {
      while (true) ::pause();
    };
    ::pthread_create(&thread, nullptr, wait, nullptr);
    ::syscall(SYS_exit, 0);  // ends this thread only
  }
  while (living_thread(child) == child) ::sched_yield();
  EXPECT_EQ(DescriptorFolder(child).count(), all);
  EXPECT_EQ(DescriptorFolder(child).count_sockets(), sockets);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

TEST(DescriptorFolder, HasNothingOfAProcessThatIsNotThere) {
  EXPECT_FALSE(DescriptorFolder(1 << 30).count());
}

}  // namespace
}  // namespace leakproof
