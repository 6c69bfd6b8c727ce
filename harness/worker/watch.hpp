// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

#include "posix/interrupt.hpp"
#include "posix/proc_file.hpp"
#include "posix/process.hpp"
#include "worker/error_tail.hpp"

namespace leakproof {

/// A worker's process, which may do anything at any time. Whoever waits for it
/// waits here: meanwhile standard error is drained, and the clock, the user's
/// wish to stop and the memory that the process uses are watched.
class Watch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Bounds {
    std::chrono::milliseconds answer{30'000};  // the longest wait for one
    std::int64_t memory = 0;                   // resident bytes; 0: no limit
  };

  Watch(const Command&, Bounds, const Interrupt&);

  Process& process() { return process_; }
  const Process& process() const { return process_; }
  Time deadline() const { return std::chrono::steady_clock::now() + bounds_.answer; }

  /// From now on watches the memory and the end of this process instead.
  void measure(pid_t);

  struct Ready {
    bool awaited = false;
    bool ended = false;
  };

  /// Waits until `fd` is readable (-1: nothing is awaited), the process has
  /// ended, or it is `then`. Throws MemoryCapReached or Interrupted.
  Ready wait_until(Time then, int fd);

  /// Waits for its end and returns its exit code. Throws WorkerFailure if that takes longer
  /// than an answer may.
  int end();

  /// Throws WorkerFailure: `what` and the last lines of standard error.
  [[noreturn]] void fail(const std::string& what);

  /// Throws WorkerFailure that says how the process ended. To be called once it has, or
  /// has closed its output.
  [[noreturn]] void fail_at_its_end();

  /// How long an answer may take, and in words: "30 s".
  std::chrono::milliseconds patience() const { return bounds_.answer; }
  std::string patience_text() const;

  /// Reads the rest of its standard error.
  const ErrorTail& errors();

 private:
  bool read_errors();
  void check_memory();

  Process process_;
  Bounds bounds_;
  const Interrupt& interrupt_;
  ProcFile memory_;
  Fd measured_end_;  // of the measured process, if that is not the one that was started
  ErrorTail errors_;
  bool errors_open_ = true;
  Time memory_checked_{};
};

}  // namespace leakproof
