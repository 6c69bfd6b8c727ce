// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "posix/fd.hpp"

namespace leakproof {

struct Command {
  std::vector<std::string> words{};

  /// In place of words: a child that is forked off goes on in here and ends with
  /// what it returns. It keeps all that this process has, but for other threads:
  /// there must be none.
  std::function<int()> call{};
  std::vector<std::string> environment{};  // "NAME=value", the whole of it
  std::int64_t max_descriptors = 0;        // 0: as ours
  std::int64_t spare_descriptors = 0;      // besides, for raise_descriptor_limit()
  bool is_silent = false;                  // standard output goes nowhere
};

/// A program of ours with pipes to its standard input, output and error. It
/// inherits nothing else, unless it is a call. It leads a process group and dies with the thread
/// that started it, so that nothing stays behind however we end.
class Process {
 public:
  /// Throws std::system_error naming the program if it cannot be started.
  explicit Process(const Command&);

  /// Kills the whole group and reaps.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  int input() const { return input_.get(); }
  int output() const { return output_.get(); }
  int errors() const { return errors_.get(); }
  int exit_event() const { return pidfd_.get(); }  // readable once it has ended
  void close_input() { input_.reset(); }
  void signal_group(int signal) const;

  /// Its exit code, or 128 + signal; nothing if it still runs. What it left
  /// running in its group is killed.
  std::optional<int> exit_code();

  void kill_group();

 private:
  pid_t pid_ = -1;
  Fd input_, output_, errors_, pidfd_;
  std::optional<int> exit_code_{};
};

}  // namespace leakproof
