// SPDX-License-Identifier: MIT
#include "attribution/tracing/traced_threads.hpp"

#include <fmt/format.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "attribution/tracing/seize.hpp"
#include "posix/prompt_sleep.hpp"

namespace leakproof::tracing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds longest_detaching{10};  // of a thread that the kernel does not stop
constexpr unsigned long options =                      // NOLINT(google-runtime-int)
    PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC |
    PTRACE_O_EXITKILL;

void go_on(pid_t thread, int signal) { ::ptrace(PTRACE_CONT, thread, nullptr, signal); }

bool is_end(const siginfo_t& info) {
  return info.si_code == CLD_EXITED || info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;
}

pid_t child_of_event(pid_t thread) {
  unsigned long child = 0;  // NOLINT(google-runtime-int)
  ::ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &child);
  return static_cast<pid_t>(child);
}

}  // namespace

std::string TracedThreads::attach() {
  if (std::string obstacle = seize(pid_, options, threads_); !obstacle.empty()) {
    return obstacle;
  }
  // A fork that began before, whose child is not traced, must not copy breakpoints.
  return stop_all() ? "" : "one of its threads cannot be stopped";
}

void TracedThreads::go_on_all() {
  are_stopped_ = false;
  for (const std::set<pid_t>& threads : {threads_, sharing_}) {
    for (const pid_t thread : threads) go_on(thread, signals_[thread]);
  }
  signals_.clear();
}

bool TracedThreads::handle_one(const Hit& hit) {
  siginfo_t info{};
  constexpr int ours = __WALL | __WNOTHREAD;
  if (::waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT | ours) != 0) {
    is_alive_ = false;
    return false;
  }
  if (info.si_pid == 0) return false;
  if (info.si_pid == pid_ && is_end(info)) {  // its end is left to the one who waits for it
    is_alive_ = false;
    return false;
  }
  int status = 0;
  if (::waitpid(info.si_pid, &status, WNOHANG | ours) == info.si_pid) {
    handle(info.si_pid, status, hit);
  }
  return true;
}

void TracedThreads::handle(pid_t thread, int status, const Hit& hit) {
  if (!WIFSTOPPED(status)) {
    threads_.erase(thread);
    sharing_.erase(thread);
    return;
  }
  const int signal = WSTOPSIG(status);
  const int event = status >> 16;
  if (!threads_.contains(thread) && !sharing_.contains(thread)) return handle_unknown(thread);
  if (event != 0) return handle_event(thread, event, signal);
  const auto registers = signal == SIGTRAP ? at_breakpoint(thread) : std::nullopt;
  if (!registers) return go_on(thread, signal);
  if (hit && threads_.contains(thread)) hit(thread, *registers);
  step_over(thread, *registers);
}

// A child that has memory of its own is let go when it stops; one by vfork is traced.
void TracedThreads::add_child(pid_t thread, int event) {
  const pid_t child = child_of_event(thread);
  const bool has_stopped = arrivals_.erase(child) > 0;
  if (event == PTRACE_EVENT_FORK) {
    breakpoints_.remove_from_copy(child);
    if (has_stopped) {
      ::ptrace(PTRACE_DETACH, child, nullptr, 0);
    } else {
      forked_.insert(child);
    }
    return;
  }
  (event == PTRACE_EVENT_CLONE ? threads_ : sharing_).insert(child);
  if (has_stopped) go_on(child, 0);
}

void TracedThreads::handle_event(pid_t thread, int event, int signal) {
  switch (event) {
    case PTRACE_EVENT_CLONE:
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
      add_child(thread, event);
      break;
    case PTRACE_EVENT_EXEC:
      if (sharing_.erase(thread) > 0) {
        ::ptrace(PTRACE_DETACH, thread, nullptr, 0);
        return;
      }
      is_alive_ = false;
      threads_.clear();  // the others have ended
      ::ptrace(PTRACE_DETACH, thread, nullptr, 0);
      return;
    case PTRACE_EVENT_STOP:
      if (signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU) {
        ::ptrace(PTRACE_LISTEN, thread, nullptr, nullptr);
        return;
      }
      break;
    default:
      break;
  }
  go_on(thread, 0);
}

// A child stops before or after its parent tells of it.
void TracedThreads::handle_unknown(pid_t thread) {
  const auto process = process_of(thread);
  if (process == pid_) {
    threads_.insert(thread);
    return go_on(thread, 0);
  }
  if (forked_.erase(thread) > 0) {
    ::ptrace(PTRACE_DETACH, thread, nullptr, 0);
  } else {
    arrivals_.insert(thread);
  }
}

std::optional<user_regs_struct> TracedThreads::at_breakpoint(pid_t thread) {
  user_regs_struct registers{};
  if (::ptrace(PTRACE_GETREGS, thread, nullptr, &registers) != 0) return std::nullopt;
  if (!breakpoints_.has(registers.rip - 1)) return std::nullopt;
  --registers.rip;
  ::ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
  return registers;
}

void TracedThreads::step_over(pid_t thread, const user_regs_struct& registers) {
  const std::uintptr_t address = registers.rip;
  if (!breakpoints_.has(address)) return go_on(thread, 0);
  if (const auto placed = stepping_space_.place(address, breakpoints_)) {
    step_elsewhere(thread, registers, *placed);
  } else {
    step_in_place(thread, address);
  }
}

// Returns the status of the thread when it stops next; nullopt if it has ended.
std::optional<int> TracedThreads::step(pid_t thread) {
  int status = 0;
  if (::ptrace(PTRACE_SINGLESTEP, thread, nullptr, 0) != 0 ||
      ::waitpid(thread, &status, __WALL | __WNOTHREAD) != thread) {
    return std::nullopt;
  }
  if (WIFSTOPPED(status)) return status;
  threads_.erase(thread);
  return std::nullopt;
}

void TracedThreads::step_elsewhere(pid_t thread, user_regs_struct registers,
                                   const SteppingSpace::Placed& placed) {
  const std::uintptr_t address = registers.rip;
  registers.rip = placed.address;
  ::ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
  const auto status = step(thread);
  if (!status || ::ptrace(PTRACE_GETREGS, thread, nullptr, &registers) != 0) return;
  const bool is_event = *status >> 16 != 0;
  const bool is_done = !is_event && WSTOPSIG(*status) == SIGTRAP;
  if (!is_done) {
    registers.rip = address;
  } else if (!placed.code.returns) {
    registers.rip += address - placed.address;
    if (placed.code.calls) {
      breakpoints_.set_word(registers.rsp, address + DisplacedCode::length_of_call);
    }
  }
  ::ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
  go_on(thread, is_done || is_event ? 0 : WSTOPSIG(*status));
}

// Another thread that passes meanwhile is not seen.
void TracedThreads::step_in_place(pid_t thread, std::uintptr_t address) {
  breakpoints_.disable(address);
  const auto status = step(thread);
  breakpoints_.enable(address);
  if (!status) return;
  const bool is_step = WSTOPSIG(*status) == SIGTRAP || *status >> 16 != 0;
  go_on(thread, is_step ? 0 : WSTOPSIG(*status));
}

bool TracedThreads::stop_all() {
  if (are_stopped_) return true;
  std::set<pid_t> running = sharing_;
  if (is_alive_) running.insert(threads_.begin(), threads_.end());
  for (const pid_t thread : running) ::ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr);
  const auto given_up = Clock::now() + longest_detaching;
  while (!running.empty() && Clock::now() < given_up) {
    std::set<pid_t> begun;
    std::erase_if(running, [&](pid_t thread) {
      siginfo_t info{};
      constexpr int ours = __WALL | __WNOTHREAD | WNOHANG;
      const auto id = static_cast<id_t>(thread);
      if (::waitid(P_PID, id, &info, WEXITED | WSTOPPED | WNOWAIT | ours) != 0) return true;
      if (info.si_pid == 0) return false;
      if (is_end(info)) return true;
      int status = 0;
      ::waitpid(thread, &status, ours);
      const int event = status >> 16;
      if (event == PTRACE_EVENT_CLONE || event == PTRACE_EVENT_FORK ||
          event == PTRACE_EVENT_VFORK) {
        add_child(thread, event);
        if (event != PTRACE_EVENT_FORK) begun.insert(child_of_event(thread));
      }
      const bool is_trap = event == 0 && WSTOPSIG(status) == SIGTRAP;
      const bool is_ours = event != 0 || (is_trap && at_breakpoint(thread).has_value());
      if (!is_ours) signals_[thread] = WSTOPSIG(status);
      return true;
    });
    running.merge(begun);  // they stop by themselves
    sleep_promptly(std::chrono::microseconds(50));
  }
  are_stopped_ = running.empty();
  return are_stopped_;
}

void TracedThreads::detach_forked() {
  const auto given_up = Clock::now() + longest_detaching;
  while (!forked_.empty() && Clock::now() < given_up) {
    std::erase_if(forked_, [](pid_t child) {
      int status = 0;
      const pid_t stopped = ::waitpid(child, &status, __WALL | __WNOTHREAD | WNOHANG);
      if (stopped == child && WIFSTOPPED(status)) ::ptrace(PTRACE_DETACH, child, nullptr, 0);
      return stopped != 0;
    });
    sleep_promptly(std::chrono::microseconds(50));
  }
}

// A thread that has called vfork cannot be stopped before its child runs another program.
void TracedThreads::wait_for_sharing() {
  const auto given_up = Clock::now() + longest_detaching;
  while (is_alive_ && !sharing_.empty() && Clock::now() < given_up) {
    if (!handle_one({})) sleep_promptly(std::chrono::microseconds(50));
  }
}

void TracedThreads::detach() {
  if (threads_.empty() && sharing_.empty() && forked_.empty() && arrivals_.empty()) return;
  if (!are_stopped_) wait_for_sharing();
  stop_all();
  if (is_alive_ && !threads_.empty()) {
    breakpoints_.remove_all();
    stepping_space_.clear();
  } else {
    breakpoints_.forget();
    stepping_space_.forget();
  }
  threads_.insert(sharing_.begin(), sharing_.end());
  threads_.insert(arrivals_.begin(), arrivals_.end());
  for (const pid_t thread : threads_) ::ptrace(PTRACE_DETACH, thread, nullptr, signals_[thread]);
  threads_.clear();
  sharing_.clear();
  arrivals_.clear();
  detach_forked();
}

}  // namespace leakproof::tracing
