// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "worker/watch.hpp"

namespace leakproof {

/// Exchanges lines with a process that may write anything, or nothing, at any time.
class LineChannel {
 public:
  LineChannel(const Command&, Watch::Bounds, const Interrupt&);

  pid_t pid() const { return watch_.process().pid(); }

  /// Throws WorkerFailure if it has closed its input.
  void send(std::string_view text);

  /// The next line of its standard output, without its end; valid until the next call.
  /// Throws WorkerFailure (it ended, hung or flooded us), MemoryCapReached or Interrupted.
  std::string_view receive();

  /// Closes its input, waits for its end, and returns the exit code. Throws
  /// WorkerFailure if it does not end in time.
  int end();

  /// Its exit code; nothing while it runs.
  std::optional<int> exit_code() { return watch_.process().exit_code(); }

  /// Throws WorkerFailure: `what` and the last lines of standard error.
  [[noreturn]] void fail(const std::string& what) { watch_.fail(what); }

  /// Reads the rest of its standard error.
  const ErrorTail& errors() { return watch_.errors(); }

 private:
  std::optional<std::string_view> take_line();
  void wait_for_output(Watch::Time deadline);
  void read_output();

  Watch watch_;
  std::string output_;
  std::size_t taken_ = 0;  // bytes of output_ that were received
};

}  // namespace leakproof
