// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <sys/user.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "attribution/tracing/breakpoints.hpp"
#include "attribution/tracing/stepping_space.hpp"

namespace leakproof::tracing {

/// The threads of a process that the calling thread traces with ptrace. The kernel kills the
/// process if that thread ends without detaching, as when this process is killed: it would die at
/// the next breakpoint.
class TracedThreads {
 public:
  explicit TracedThreads(pid_t pid) : pid_(pid), breakpoints_(pid), stepping_space_(pid) {}
  ~TracedThreads() { detach(); }
  TracedThreads(const TracedThreads&) = delete;
  TracedThreads& operator=(const TracedThreads&) = delete;

  /// Stops all threads. Returns why that is impossible, as a clause; else empty.
  std::string attach();

  /// Lets them run after attach(), and after the first breakpoints have been added.
  void go_on_all();

  Breakpoints& breakpoints() { return breakpoints_; }

  /// Called for a thread that has reached a breakpoint. It stands at that instruction.
  using Hit = std::function<void(pid_t thread, const user_regs_struct&)>;

  /// Handles one stop of a thread. Returns false if there is none at the moment.
  bool handle_one(const Hit&);

  /// False once the process has ended or runs another program.
  bool is_alive() const { return is_alive_; }

  /// Puts the code back and lets all threads run freely. Also done at the end.
  void detach();

 private:
  void handle(pid_t thread, int status, const Hit&);
  void handle_event(pid_t thread, int event, int signal);
  void add_child(pid_t thread, int event);
  void handle_unknown(pid_t thread);
  std::optional<user_regs_struct> at_breakpoint(pid_t thread);
  void step_over(pid_t thread, const user_regs_struct&);
  void step_elsewhere(pid_t thread, user_regs_struct, const SteppingSpace::Placed&);
  void step_in_place(pid_t thread, std::uintptr_t address);
  std::optional<int> step(pid_t thread);
  void wait_for_sharing();
  bool stop_all();
  void detach_forked();

  pid_t pid_;
  Breakpoints breakpoints_;
  SteppingSpace stepping_space_;
  std::set<pid_t> threads_{};
  std::set<pid_t> sharing_{};       // children by vfork, which run in the memory of the process
  std::set<pid_t> forked_{};        // children with memory of their own, which have not stopped yet
  std::set<pid_t> arrivals_{};      // new, and not yet known what they are
  std::map<pid_t, int> signals_{};  // to be delivered with the end of tracing
  bool is_alive_ = true;
  bool are_stopped_ = false;
};

}  // namespace leakproof::tracing
