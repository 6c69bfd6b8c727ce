// SPDX-License-Identifier: MIT
#include "posix/family.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <random>
#include <string_view>
#include <system_error>
#include <thread>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"
#include "posix/processes.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds longest_end{5};

// A mark consists of a bit that makes it longer than any real limit (140 years), the ID of the
// process that started the family, a random number, because a container may have a process with the
// same ID, and a number. Process IDs have at most 22 bits.
constexpr Family far = Family{1} << 52;
constexpr int bits_of_chance = 10;
constexpr int bits_of_number = 20;

Family families_of(pid_t pid) {
  static const Family chance = std::random_device()() & ((1U << bits_of_chance) - 1);
  return far | (static_cast<Family>(pid) << bits_of_chance | chance) << bits_of_number;
}

// The machine may have a limit already, which only root can raise.
bool can_be_a_limit() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_RTTIME, &limit) == 0 && limit.rlim_max >= 2 * far;
}

constexpr std::string_view name_of_variable = "LEAKPROOF_FAMILY=";

std::optional<Family> variable_of(pid_t pid) {
  ProcFile environment(pid, "environ");
  const std::string text = '\0' + std::string(environment.read().value_or(""));
  const std::size_t found = text.find('\0' + std::string(name_of_variable));
  if (found == text.npos) return std::nullopt;
  return std::strtoull(text.c_str() + found + 1 + name_of_variable.size(), nullptr, 10);
}

std::optional<Family> mark_of(pid_t pid) {
  if (!can_be_a_limit()) return variable_of(pid);
  rlimit limit{};
  if (::prlimit(pid, RLIMIT_RTTIME, nullptr, &limit) != 0) return std::nullopt;
  return limit.rlim_cur;
}

using IsMeant = std::function<bool(pid_t)>;

std::vector<pid_t> processes_that(const IsMeant& is_meant) {
  std::vector<pid_t> found = all_processes();
  std::erase_if(found, [&](pid_t pid) { return !is_meant(pid); });
  return found;
}

// Ends one process, and waits for its end. Checks again who it is once its ID cannot be given to
// another process.
void end_one(pid_t pid, const IsMeant& is_meant, Clock::time_point given_up) {
  // glibc 2.36 declares pidfd_open, but not for C++.
  const Fd process{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
  if (!is_meant(pid)) return;
  if (!process || ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) != 0) {
    ::kill(pid, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return;
  }
  pollfd ended{.fd = process.get(), .events = POLLIN, .revents = 0};
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(given_up - Clock::now()).count();
  ::poll(&ended, 1, left > 0 ? static_cast<int>(left) : 0);
}

void end_all(const IsMeant& is_meant) {
  const auto given_up = Clock::now() + longest_end;
  // A process may start another one before it is ended itself.
  while (Clock::now() < given_up) {
    std::vector<pid_t> all = processes_that(is_meant);
    std::erase_if(all, [](pid_t pid) {
      reap_if_ended(pid);
      return has_ended(pid);
    });
    if (all.empty()) return;
    for (const pid_t pid : all) end_one(pid, is_meant, given_up);
  }
}

void wait_for_end_of(int pipe) {
  char unused = 0;
  ssize_t got = 1;
  while (got > 0 || (got < 0 && errno == EINTR)) got = ::read(pipe, &unused, 1);
}

}  // namespace

Family new_family() {
  static std::atomic<Family> number = 0;
  constexpr Family most = (Family{1} << bits_of_number) - 1;
  return families_of(::getpid()) | (++number & most);
}

std::string family_variable(Family family) {
  return std::string(name_of_variable) + std::to_string(family);
}

void join_family(Family family) noexcept {
  rlimit limit{};
  if (::getrlimit(RLIMIT_RTTIME, &limit) != 0) return;
  limit.rlim_cur = family;
  ::setrlimit(RLIMIT_RTTIME, &limit);
}

bool is_of_family(pid_t pid, Family family) { return mark_of(pid) == family; }

std::vector<pid_t> family_members(Family family) {
  return processes_that([family](pid_t pid) { return is_of_family(pid, family); });
}

std::vector<pid_t> daemons_of(Family family, pid_t started) {
  std::vector<pid_t> found = family_members(family);
  std::erase_if(found, [&](pid_t pid) {
    const pid_t parent = parent_of(pid);
    return pid == started || parent == 0 || is_of_family(parent, family) || has_ended(pid) ||
           ::getpgid(pid) == started;
  });
  return found;
}

void end_family(Family family) {
  end_all([family](pid_t pid) { return is_of_family(pid, family); });
}

Guardian::Guardian() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  Fd read(ends[0]);
  Fd write(ends[1]);
  const Family guarded = families_of(::getpid()) >> bits_of_number;
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ > 0) {
    life_ = write.release();
    return;
  }
  // A session of its own, because a signal may end the whole group of the process that it guards;
  // and of no family, because that process may belong to one that is ended.
  ::setsid();
  rlimit limit{};
  if (::getrlimit(RLIMIT_RTTIME, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_RTTIME, &limit);
  }
  ::prctl(PR_SET_NAME, "guardian");
  ::dup2(read.get(), STDIN_FILENO);
  ::closefrom(1);  // also where the system call close_range is not allowed
  wait_for_end_of(STDIN_FILENO);
  end_all([guarded](pid_t pid) { return mark_of(pid).value_or(0) >> bits_of_number == guarded; });
  ::_exit(0);
}

Guardian::~Guardian() {
  ::close(life_);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace leakproof
