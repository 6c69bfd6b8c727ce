// SPDX-License-Identifier: MIT
#include "posix/process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <system_error>
#include <thread>

#include "posix/variables.hpp"

namespace leakproof {
namespace {

struct Pipe {
  Fd read, write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  return {Fd{ends[0]}, Fd{ends[1]}};
}

// Empty where output goes where errors go.
Pipe output_of(const Command& command) {
  if (command.output == Command::Output::piped) return make_pipe();
  if (command.output == Command::Output::with_errors) return {};
  return {.read = {}, .write = checked_fd(::open("/dev/null", O_WRONLY | O_CLOEXEC), "/dev/null")};
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& string : strings) result.push_back(const_cast<char*>(string.c_str()));
  result.push_back(nullptr);
  return result;
}

// Everything that the child needs, prepared before fork: other threads may hold locks, so
// the child makes only async-signal-safe calls between fork and exec.
struct Preparation {
  std::vector<char*> arguments;
  std::vector<char*> environment;
  rlim_t descriptors;
  rlim_t spare_descriptors;
  std::array<int, 3> standard;
  int failure;
  pid_t parent;
  Family family;
};

void lead_a_group_and_die_with(pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // the parent ended before prctl
}

void limit_descriptors(rlim_t descriptors, rlim_t spare) {
  if (descriptors == 0) return;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_max = std::min(limit.rlim_max, descriptors + spare);
  limit.rlim_cur = std::min(limit.rlim_max, descriptors);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Tells the parent why.
[[noreturn]] void give_up(int failure, int error) {
  [[maybe_unused]] const ssize_t told = ::write(failure, &error, sizeof error);
  ::_exit(127);
}

[[noreturn]] void become(const Preparation& ready) {
  lead_a_group_and_die_with(ready.parent);
  join_family(ready.family);

  // The supervisor ignores SIGPIPE and blocks SIGINT; a client expects neither.
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);

  // The three standard descriptors may be any numbers between 0 and 5: move them out of the
  // way before they are put in place.
  std::array<int, 4> sources{};
  for (std::size_t i = 0; i < 4; ++i) {
    sources[i] = ::fcntl(i < 3 ? ready.standard[i] : ready.failure, F_DUPFD, 10);
    if (sources[i] < 0) give_up(ready.failure, errno);
  }
  for (int i = 0; i < 4; ++i) ::dup2(sources[static_cast<std::size_t>(i)], i);
  ::close_range(4, ~0U, 0);
  ::fcntl(3, F_SETFD, FD_CLOEXEC);

  limit_descriptors(ready.descriptors, ready.spare_descriptors);
  ::execvpe(ready.arguments[0], ready.arguments.data(), ready.environment.data());
  give_up(3, errno);
}

}  // namespace

Process::Process(const Command& command) {
  Pipe in = make_pipe();
  Pipe out = output_of(command);
  Pipe err = make_pipe();
  Pipe failure = make_pipe();
  std::vector<std::string> environment = command.environment;
  set(environment, family_variable(family_));
  const Preparation ready{
      .arguments = pointers(command.words),
      .environment = pointers(environment),
      .descriptors = static_cast<rlim_t>(command.max_descriptors),
      .spare_descriptors = static_cast<rlim_t>(command.spare_descriptors),
      .standard = {in.read.get(), out.write ? out.write.get() : err.write.get(), err.write.get()},
      .failure = failure.write.get(),
      .parent = ::getpid(),
      .family = family_,
  };
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) become(ready);
  ::setpgid(pid_, pid_);  // parent and child both set it: either may run first

  failure.write.reset();
  int error = 0;
  if (::read(failure.read.get(), &error, sizeof error) == sizeof error) {
    ::waitpid(pid_, nullptr, 0);
    throw std::system_error(error, std::generic_category(), command.words.front());
  }
  // glibc 2.36 declares pidfd_open, but not for C++.
  pidfd_ = Fd{static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0))};
  if (!pidfd_) {
    const int cause = errno;
    kill_group();
    ::waitpid(pid_, nullptr, 0);
    end_family(family_);
    throw std::system_error(cause, std::generic_category(), "pidfd_open");
  }
  input_ = std::move(in.write);
  output_ = std::move(out.read);
  errors_ = std::move(err.read);
}

Process::~Process() { end(); }

void Process::end() {
  if (!exit_code_) kill_group();
  while (!exit_code()) {  // a stop of a traced process ends the wait, too
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0) break;
  }
  end_family(family_);
}

void Process::end_gently() {
  signal_group(SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
  while (!exit_code() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  end();
}

void Process::kill_group() { signal_group(SIGKILL); }

// Not after the process is reaped: its ID may belong to another process by then.
void Process::signal_group(int signal) const {
  if (!exit_code_) ::kill(-pid_, signal);
}

std::optional<int> Process::exit_code() {
  if (exit_code_) return exit_code_;
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
      info.si_pid == 0 || info.si_code == CLD_TRAPPED || info.si_code == CLD_STOPPED) {
    return std::nullopt;  // a thread of this process may trace it
  }
  // Before the zombie is reaped, because its process group ID cannot be reused until then.
  kill_group();
  ::waitpid(pid_, nullptr, 0);
  exit_code_ = info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
  return exit_code_;
}

}  // namespace leakproof
