// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "posix/unix_listener.hpp"
#include "worker/watch.hpp"

namespace leakproof {

/// Exchanges lines with a process whose output is not trusted: on its standard input and output, or
/// on a socket to which it connects.
class LineChannel {
 public:
  LineChannel(const Command&, Watch::Bounds, const Interrupt&);

  pid_t pid() const { return watch_.process().pid(); }

  /// Waits until the process, or one that it has started, connects, and exchanges the lines there
  /// from now on. Returns the one that did, which is watched from now on. Others are refused.
  /// Throws as receive().
  pid_t accept(UnixListener&);

  /// Has another of its processes connected since?
  bool has_connected_again(UnixListener&) const;

  /// Throws WorkerFailure if the process has closed its input.
  void send(std::string_view text);

  /// Returns its next line, without the line end; valid until the
  /// next call. Throws WorkerFailure (it ended, did not answer in time, or wrote too much),
  /// MemoryCapReached or Interrupted.
  std::string_view receive();

  /// Waits until `fd` is readable and returns true, or until the process has written something
  /// and returns false. Throws WorkerFailure if neither happens in time.
  bool is_readable_before_output(int fd);

  /// From now on watches the memory of this process instead.
  void watch_memory_of(pid_t pid) { watch_.watch_memory_of(pid); }

  /// Closes its input, waits for the process to end, and returns its exit code. Throws
  /// WorkerFailure if it does not end in time.
  int end();

  const Process& process() const { return watch_.process(); }

  /// Its exit code; nullopt while it runs.
  std::optional<int> exit_code() { return watch_.process().exit_code(); }

  /// Throws WorkerFailure with `what` and the last lines of standard error.
  [[noreturn]] void fail(const std::string& what) { watch_.fail(what); }

  /// Reads the rest of its standard error.
  const ErrorTail& errors() { return watch_.errors(); }

 private:
  std::optional<std::string_view> take_line();
  void wait_for_output(Watch::Time deadline);
  void read_output();
  bool is_the_workers(pid_t) const;
  int answers() const { return connection_ ? connection_.get() : watch_.process().output(); }
  [[noreturn]] void fail_at_its_end();

  Watch watch_;
  Fd connection_{};  // instead of its standard input and output
  std::string output_;
  std::size_t taken_ = 0;  // bytes of output_ already returned by receive()
};

}  // namespace leakproof
