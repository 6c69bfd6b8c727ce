// SPDX-License-Identifier: MIT
#include "torture/end_watch.hpp"

#include <fmt/format.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <set>
#include <string_view>

#include "attribution/clients_stack.hpp"
#include "attribution/tracing/seize.hpp"
#include "attribution/tracing/stack_walk.hpp"
#include "posix/proc_file.hpp"
#include "posix/processes.hpp"

namespace leakproof::torture {
namespace {

constexpr unsigned long traced_events =  // NOLINT(google-runtime-int)
    PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXIT;
constexpr int of_this_thread = __WALL | __WNOTHREAD;
constexpr std::chrono::milliseconds between_looks{1};
constexpr std::chrono::seconds longest_stop{5};

bool is_among(std::string_view status, std::string_view mask, int signal) {
  const std::size_t at = status.find(mask);
  if (at == status.npos) return false;
  const std::size_t digits = status.find_first_not_of(":\t ", at + mask.size());
  std::uint64_t bits = 0;
  std::from_chars(status.data() + std::min(digits, status.size()), status.data() + status.size(),
                  bits, 16);
  return (bits >> (signal - 1) & 1) != 0;
}

// Will the process end when this signal is delivered?
bool is_deadly(pid_t pid, int signal) {
  constexpr std::array harmless{SIGCHLD, SIGCONT, SIGURG,  SIGWINCH,
                                SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU};
  if (std::ranges::find(harmless, signal) != harmless.end()) return false;
  ProcFile file(pid, "status");
  const std::string_view status = file.read().value_or("");
  return !is_among(status, "SigCgt", signal) && !is_among(status, "SigIgn", signal);
}

// The other threads end as well, but only because they are told to.
bool ends_the_process(pid_t pid, pid_t thread) {
  ProcFile file(pid, fmt::format("task/{}/syscall", thread));
  return file.read().value_or("").starts_with(fmt::format("{} ", SYS_exit_group));
}

bool is_stop_signal(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

#if defined(__x86_64__)
// A call by a wild pointer leaves only its return address, with which a second walk begins.
std::vector<std::uintptr_t> callers_of_nowhere(const tracing::StackWalk& walk, pid_t thread) {
  user_regs_struct registers{};
  if (::ptrace(PTRACE_GETREGS, thread, nullptr, &registers) != 0) return {};
  user_regs_struct after_return = registers;
  errno = 0;
  const long address =
      ::ptrace(PTRACE_PEEKDATA, thread, registers.rsp, nullptr);  // NOLINT(google-runtime-int)
  if (errno != 0) return {};
  after_return.rip = static_cast<std::uint64_t>(address);
  after_return.rsp += sizeof address;
  if (::ptrace(PTRACE_SETREGS, thread, nullptr, &after_return) != 0) return {};
  std::vector<std::uintptr_t> stack = walk.stack(thread);
  ::ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
  if (!stack.empty()) --stack.front();  // it is a return address, not an instruction
  return stack;
}
#else
std::vector<std::uintptr_t> callers_of_nowhere(const tracing::StackWalk&, pid_t) { return {}; }
#endif

std::vector<std::uintptr_t> stack_of(pid_t pid, pid_t thread) {
  const tracing::StackWalk walk(pid);
  std::vector<std::uintptr_t> stack = walk.stack(thread);
  const bool is_nowhere =
      stack.empty() || ::dwfl_addrmodule(walk.session(), stack.front() - 1) == nullptr;
  return is_nowhere ? callers_of_nowhere(walk, thread) : stack;
}

}  // namespace

bool is_of_libc(const Frame& frame) {
  return frame.module.starts_with("libc.so.") || frame.module.starts_with("libpthread.so.") ||
         frame.module.starts_with("ld-linux");
}

std::vector<Frame> from_outermost_libc_call(std::vector<Frame> stack) {
  const auto client = std::ranges::find_if_not(stack, is_of_libc);
  if (client != stack.end() && client != stack.begin()) stack.erase(stack.begin(), client - 1);
  return stack;
}

EndWatch::EndWatch(pid_t pid) : pid_(pid) {
  thread_ = std::thread([this] { run(); });
  std::unique_lock guard(lock_);
  changed_.wait(guard, [this] { return is_attached_; });
}

// The kernel detaches from all that a thread traces when the thread ends.
EndWatch::~EndWatch() {
  is_ending_ = true;
  changed_.notify_all();
  thread_.join();
}

EndPlace EndWatch::place(pid_t thread) {
  std::unique_lock guard(lock_);
  if (!obstacle_.empty()) return {.obstacle = obstacle_};
  if (!taken_ && !is_over_ && !has_ended(pid_)) {
    const bool is_known = thread > 0 && tracing::process_of(thread) == pid_;
    wanted_ = is_known ? thread : pid_;
    changed_.notify_all();
  }
  changed_.wait_for(guard, longest_stop, [this] { return taken_ || is_over_; });
  if (!taken_) return {};
  return {.kind = taken_->kind,
          .signal = taken_->signal,
          .stack = from_outermost_libc_call(clients_stack(*taken_->symbols, taken_->stack))};
}

void EndWatch::run() {
  std::set<pid_t> seized;
  std::unique_lock guard(lock_);
  obstacle_ = tracing::seize(pid_, traced_events, seized);
  is_attached_ = true;
  changed_.notify_all();
  const bool is_tracing = obstacle_.empty();
  guard.unlock();
  while (is_tracing && !is_ending_ && handle_one()) {
  }
  guard.lock();
  is_over_ = true;
  changed_.notify_all();
}

// Returns false once the process has ended. That is left to the one who waits for it.
bool EndWatch::handle_one() {
  siginfo_t info{};
  if (::waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT | of_this_thread) != 0) {
    return false;
  }
  if (info.si_pid == 0) {
    answer_request();
    return true;
  }
  const bool is_stop = info.si_code == CLD_TRAPPED || info.si_code == CLD_STOPPED;
  if (info.si_pid == pid_ && !is_stop) return false;
  int status = 0;
  const bool is_taken = ::waitpid(info.si_pid, &status, WNOHANG | of_this_thread) == info.si_pid;
  if (is_taken && WIFSTOPPED(status)) handle(info.si_pid, status);
  return true;
}

void EndWatch::answer_request() {
  std::unique_lock guard(lock_);
  if (wanted_) ::ptrace(PTRACE_INTERRUPT, *wanted_, nullptr, nullptr);
  changed_.wait_for(guard, between_looks);
}

void EndWatch::handle(pid_t thread, int status) {
  const int signal = WSTOPSIG(status);
  const int event = status >> 16;
  if (tracing::process_of(thread) != pid_) {  // made by clone(), as a process of its own
    ::ptrace(PTRACE_DETACH, thread, nullptr, event == 0 ? signal : 0);
    return;
  }
  if (event == 0) {
    if (is_deadly(pid_, signal)) take(thread, EndPlace::Kind::crashed, signal);
    ::ptrace(PTRACE_CONT, thread, nullptr, signal);
    return;
  }
  if (event == PTRACE_EVENT_STOP && is_stop_signal(signal)) {
    ::ptrace(PTRACE_LISTEN, thread, nullptr, nullptr);
    return;
  }
  if (event == PTRACE_EVENT_EXIT && ends_the_process(pid_, thread)) {
    take(thread, EndPlace::Kind::exited);
  }
  if (event == PTRACE_EVENT_STOP) {
    if (is_wanted(thread)) take(thread, EndPlace::Kind::hung);
  }
  ::ptrace(PTRACE_CONT, thread, nullptr, 0);
}

bool EndWatch::is_wanted(pid_t thread) {
  const std::scoped_lock guard(lock_);
  return wanted_ == thread;
}

void EndWatch::take(pid_t thread, EndPlace::Kind kind, int signal) {
  Taken taken{.kind = kind,
              .signal = signal,
              .stack = stack_of(pid_, thread),
              .symbols = std::make_unique<Symbols>(pid_)};
  const std::scoped_lock guard(lock_);
  wanted_.reset();
  if (taken_) return;
  taken_ = std::move(taken);
  changed_.notify_all();
}

}  // namespace leakproof::torture
