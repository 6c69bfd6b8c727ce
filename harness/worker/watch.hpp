// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "posix/interrupt.hpp"
#include "posix/load.hpp"
#include "posix/proc_file.hpp"
#include "posix/process.hpp"
#include "worker/error_tail.hpp"

namespace leakproof {

/// Runs a worker's process and contains all waiting for it. During a wait it drains
/// standard error, and checks the deadline, the user's request to stop and the memory of
/// all of its processes together: what several share counts once.
class Watch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Bounds {
    std::chrono::milliseconds answer{30'000};  // the longest wait for an answer
    bool stretches = false;                    // on a busy machine, up to twentyfold
    std::string_view option{};                 // that sets `answer`: "--worker-timeout"
    std::int64_t memory = 0;                   // bytes, of all its processes; 0: no limit
    int quoted_lines = 5;                      // of standard error, in the message of a failure
    double (*load)() = load_per_processor;     // of the machine
  };

  Watch(const Command&, Bounds, const Interrupt&);

  Process& process() { return process_; }
  const Process& process() const { return process_; }
  Time deadline() const { return std::chrono::steady_clock::now() + patience(); }

  /// From now on `pid` is the process whose end is watched, and whose memory is looked at most
  /// often.
  void measure(pid_t);

  /// From now on `pid` is the process whose memory is looked at most often.
  void watch_memory_of(pid_t pid) {
    memory_of_ = pid;
    memory_ = ProcFile(pid, "statm");
  }

  struct Ready {
    bool awaited = false;
    bool ended = false;
  };

  /// Waits until `fd` is readable (-1: no descriptor), the process has ended, or time
  /// `then` is reached. Throws MemoryCapReached or Interrupted.
  Ready wait_until(Time then, int fd);

  /// Waits for the process to end and returns its exit code: 0 if that is unknown, because another
  /// than the started one is watched. Throws WorkerFailure if that takes longer than
  /// Bounds::answer.
  int end();

  /// `what` with the last lines of standard error, as the message of a WorkerFailure.
  std::string failure_message(const std::string& what);

  /// Throws WorkerFailure with this message.
  [[noreturn]] void fail(const std::string& what);

  /// Throws WorkerFailure, which says how the process ended; `closed`: where it has not.
  [[noreturn]] void fail_at_its_end(const std::string& closed);

  /// The longest wait for an answer, at the present load of the machine.
  std::chrono::milliseconds patience() const;

  /// The limit, the option that sets it, and the limit at the present load of the machine if that
  /// differs: "30 s (--worker-timeout; 75 s on this busy machine)".
  std::string patience_text() const;

  /// Reads the rest of its standard error.
  const ErrorTail& errors();

 private:
  bool read_errors();
  void check_memory(Time now);
  std::int64_t memory_of_all() const;

  Process process_;
  Bounds bounds_;
  const Interrupt& interrupt_;
  pid_t memory_of_;
  ProcFile memory_;
  Fd measured_end_;  // pidfd of the measured process, if that is not the started one
  ErrorTail errors_;
  bool errors_open_ = true;
  Time next_memory_check_{};
  Time next_check_of_all_{};
};

}  // namespace leakproof
