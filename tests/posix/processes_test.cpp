// SPDX-License-Identifier: MIT
#include "posix/processes.hpp"

#include <gmock/gmock.h>
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof {
namespace {

std::uint32_t inode_of(int fd) {
  struct stat status {};
  EXPECT_EQ(::fstat(fd, &status), 0);
  return static_cast<std::uint32_t>(status.st_ino);
}

TEST(DescriptorOfSocket, IsItsNumberInTheProcess) {
  const Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const std::uint32_t inode = inode_of(socket.get());
  EXPECT_EQ(descriptor_of_socket(::getpid(), inode), socket.get());
  EXPECT_EQ(descriptor_of_socket(::getpid(), inode, socket.get(), socket.get() + 1), socket.get());
  EXPECT_EQ(descriptor_of_socket(::getpid(), inode, 0, socket.get()), std::nullopt);
  EXPECT_EQ(descriptor_of_socket(::getpid(), 0), std::nullopt);
  EXPECT_TRUE(holds_socket(::getpid(), inode));
}

TEST(HolderOfSocket, IsTheFirstOfTheProcessesThatHoldsIt) {
  const Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const std::uint32_t inode = inode_of(socket.get());
  const std::array<pid_t, 2> processes{::getppid(), ::getpid()};
  EXPECT_EQ(holder_of_socket(inode, processes), ::getpid());
  EXPECT_EQ(holder_of_socket(inode, {}), std::nullopt);
}

TEST(LivingThread, IsTheProcessItselfWhileItsMainThreadRuns) {
  EXPECT_EQ(living_thread(::getpid()), ::getpid());
}

// A child whose main thread has ended, as that of a program that calls pthread_exit() in main.
TEST(LivingThread, ShowsTheFilesOfAProcessWhoseMainThreadHasEnded) {
  const Fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const pid_t child = ::fork();
  if (child == 0) {
    pthread_t thread{};
    ::pthread_create(
        &thread, nullptr,
        [](void*) -> void* {
          while (true) ::pause();
        },
        nullptr);
    ::syscall(SYS_exit, 0);  // ends this thread only
  }
  pid_t thread = child;
  for (int turn = 0; turn < 10'000 && thread == child; ++turn) {
    ::usleep(1000);
    thread = living_thread(child);
  }
  EXPECT_NE(thread, child);
  ProcFile status(child, "status");
  const auto text = status.read();
  ASSERT_TRUE(text);
  EXPECT_TRUE(number_after(*text, "VmRSS")) << *text;
  EXPECT_TRUE(holds_socket(child, inode_of(socket.get())));
  EXPECT_FALSE(has_ended(child));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(has_ended(child));
}

TEST(HasEnded, IsTrueBeforeAnybodyHasWaited) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0);
  EXPECT_TRUE(has_ended(child));
  ::waitpid(child, nullptr, 0);
}

TEST(ReapIfEnded, LeavesTheStopOfATracedProcessToItsTracer) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::raise(SIGSTOP);
    ::_exit(0);
  }
  siginfo_t info{};
  const auto id = static_cast<id_t>(child);
  ASSERT_EQ(::waitid(P_PID, id, &info, WSTOPPED | WEXITED | WNOWAIT), 0);
  reap_if_ended(child);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, WNOHANG), child);
  EXPECT_TRUE(WIFSTOPPED(status)) << "its tracer is told of the stop";
  ::ptrace(PTRACE_CONT, child, nullptr, nullptr);
  ASSERT_EQ(::waitid(P_PID, id, &info, WEXITED | WNOWAIT), 0);
  reap_if_ended(child);
  EXPECT_EQ(::waitpid(child, nullptr, WNOHANG), -1) << "it is reaped";
}

}  // namespace
}  // namespace leakproof
