// SPDX-License-Identifier: MIT
#include <pthread.h>
#include <sched.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "operations.hpp"

namespace heap_subject {
namespace {

constexpr long children = 100;

pid_t child = 0;

// Forks a child that allocates `count` blocks and then waits; answers its process ID.
template <class Fork>
long leave_child(Fork fork, long count) {
  std::array<int, 2> ready{};
  if (::pipe(ready.data()) != 0) std::abort();
  child = fork();
  if (child == 0) {
    for (long i = 0; i < count; ++i) used(std::malloc(100));
    if (::write(ready[1], "!", 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char done = 0;
  if (::read(ready[0], &done, 1) != 1) std::abort();
  ::close(ready[0]);
  ::close(ready[1]);
  return child;
}

long fork_child(long count, long, long) { return leave_child(::fork, count); }

// Bypasses libc, so that no pthread_atfork handler runs.
long clone_child(long count, long, long) {
  return leave_child([] { return static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); },
                     count);
}

// The child makes a socket, and allocates nothing.
long fork_with_socket(long, long, long) {
  return leave_child(
      [] {
        const pid_t pid = ::fork();
        if (pid == 0) ::socket(AF_UNIX, SOCK_STREAM, 0);
        return pid;
      },
      0);
}

// The child connects a socket that its parent has made, and allocates nothing.
long fork_with_connection(long, long, long) {
  const int inherited = ::socket(AF_UNIX, SOCK_STREAM, 0);
  return leave_child(
      [=] {
        const pid_t pid = ::fork();
        const sockaddr nowhere{.sa_family = AF_UNIX, .sa_data = {}};
        if (pid == 0) ::connect(inherited, &nowhere, sizeof nowhere);
        return pid;
      },
      0);
}

long end_child(long, long, long) {
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  return 0;
}

// From then on every child allocates in an atfork handler, before other handlers could
// reset its state.
long allocate_in_atfork(long count, long, long) {
  static long blocks;
  blocks = count;
  return ::pthread_atfork(nullptr, nullptr, [] {
    for (long i = 0; i < blocks; ++i) used(std::malloc(100));
  });
}

std::atomic<bool> storm_over = false;
std::atomic<long> storm_calls = 0;
void (*storm)();

// Forks while other threads call `what`. Each child calls it twice and must exit normally.
// Answers how often the parent called it, or -1 if a child failed.
long fork_in_storm(void (*what)()) {
  storm = what;
  storm_over = false;
  storm_calls = 0;
  static bool all_well;
  all_well = true;
  run_threads(4, [](long i) {
    while (i != 0 && !storm_over) {
      storm();
      ++storm_calls;
    }
    for (long n = 0; i == 0 && n < children; ++n) {
      const pid_t pid = ::fork();
      if (pid == 0) {
        ::alarm(20);
        storm();
        storm();
        ::_exit(0);
      }
      int status = 0;
      if (::waitpid(pid, &status, 0) != pid || status != 0) all_well = false;
    }
    storm_over = true;
  });
  return all_well ? storm_calls.load() : -1;
}

long fork_while_allocating(long, long, long) {
  return fork_in_storm([] { std::free(used(std::malloc(100))); });
}

void map_and_unmap() {
  void* const pages = ::mmap(nullptr, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ::munmap(pages, 8192);
}

long fork_while_mapping(long, long, long) { return fork_in_storm(map_and_unmap); }

// A signal handler maps a page while its thread is mapping pages.
long map_in_signal_handler(long signals, long, long) {
  static std::atomic<long> handled;
  static std::atomic<pthread_t> mapper;
  static long wanted;
  handled = 0;
  mapper = 0;
  wanted = signals;
  ::signal(SIGUSR1, [](int) {
    if (::mmap(nullptr, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) ++handled;
  });
  run_threads(2, [](long i) {
    if (i == 0) mapper = ::pthread_self();
    while (i == 0 && handled < wanted) map_and_unmap();
    for (long n = 0; i == 1 && n < wanted;) {
      if (mapper == pthread_t{} || handled < n) {
        ::sched_yield();
        continue;
      }
      ::pthread_kill(mapper, SIGUSR1);
      ++n;
    }
  });
  return handled;
}

// Both share this process's memory until the new program starts.
long spawn(long, long, long) {
  std::array<char, 5> program{"true"};
  std::array<char*, 2> arguments{program.data(), nullptr};
  pid_t spawned = 0;
  int status = -1;
  if (::posix_spawnp(&spawned, program.data(), nullptr, nullptr, arguments.data(), environ) == 0) {
    ::waitpid(spawned, &status, 0);
  }
  return status;
}

long vfork_child(long, long, long) {
  const pid_t pid = ::vfork();
  if (pid == 0) {
    ::execlp("true", "true", nullptr);
    ::_exit(1);
  }
  int status = -1;
  ::waitpid(pid, &status, 0);
  return status;
}

// The new program answers instead of this one.
long exec_self(long, long, long) {
  std::array<char, 4096> path{};
  if (::readlink("/proc/self/exe", path.data(), path.size() - 1) < 0) return -1;
  if (::write(STDOUT_FILENO, "0\n", 2) != 2) return -1;
  ::execl(path.data(), path.data(), nullptr);
  return -1;
}

constexpr Operation all_operations[] = {
    {"fork_child", fork_child},
    {"clone_child", clone_child},
    {"fork_with_socket", fork_with_socket},
    {"fork_with_connection", fork_with_connection},
    {"end_child", end_child},
    {"allocate_in_atfork", allocate_in_atfork},
    {"fork_while_allocating", fork_while_allocating},
    {"fork_while_mapping", fork_while_mapping},
    {"map_in_signal_handler", map_in_signal_handler},
    {"spawn", spawn},
    {"vfork_child", vfork_child},
    {"exec_self", exec_self},
};

}  // namespace

std::span<const Operation> forks() { return all_operations; }

}  // namespace heap_subject
