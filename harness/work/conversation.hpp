// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/interrupt.hpp"
#include "base/proc_file.hpp"
#include "base/process.hpp"
#include "work/error_tail.hpp"

namespace leakproof {

/// Line by line with a process that may say anything, or nothing, at any time.
/// While it waits it drains standard error, and watches the clock, the user's
/// wish to stop and the memory that the process uses.
class Conversation {
 public:
  struct Bounds {
    std::chrono::milliseconds answer{30'000};  // the longest wait for one
    std::int64_t memory = 0;                   // resident bytes; 0: any
  };

  Conversation(const Command&, Bounds, const Interrupt&);

  pid_t pid() const { return process_.pid(); }

  /// Throws WorkerFailure if it has stopped listening.
  void say(std::string_view text);

  /// The next line of its standard output, without its end. Throws WorkerFailure
  /// (it ended, hung or flooded us), MemoryCapReached or Interrupted.
  std::string_view listen();

  /// Closes its input, waits for its end, and gives the exit code. Throws
  /// WorkerFailure if it does not end in time.
  int end();

  /// `what` and the last lines of standard error.
  [[noreturn]] void fail(const std::string& what);

  /// Reads what is left of its standard error.
  const ErrorTail& errors();

 private:
  struct Ready {
    bool output = false;
    bool ended = false;
  };

  std::optional<std::string_view> take_line();
  Ready wait_until(std::chrono::steady_clock::time_point);
  void wait_for_output(std::chrono::steady_clock::time_point deadline);
  void read_output();
  bool read_errors();
  void check_memory();
  [[noreturn]] void fail_at_its_end();

  Process process_;
  Bounds bounds_;
  const Interrupt& interrupt_;
  ProcFile memory_;
  ErrorTail errors_;
  std::string output_;
  std::size_t taken_ = 0;  // of output_: what has been listened to
  bool output_open_ = true;
  bool errors_open_ = true;
  std::chrono::steady_clock::time_point memory_checked_{};
};

}  // namespace leakproof
