// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "posix/family.hpp"
#include "posix/fd.hpp"

namespace leakproof {

struct Command {
  std::vector<std::string> words{};
  std::vector<std::string> environment{};  // "NAME=value", the complete environment
  std::int64_t max_descriptors = 0;        // 0: as in this process
  std::int64_t spare_descriptors = 0;      // additional, for raise_descriptor_limit()

  /// What becomes of standard output.
  enum class Output { piped, discarded, with_errors };
  Output output = Output::piped;
};

/// A child process with pipes to its standard input, output and error. It inherits no other
/// descriptor. It leads a process group, begins a family (family.hpp), and
/// dies with the thread that started it.
class Process {
 public:
  /// Throws std::system_error, which names the program, if it cannot be started.
  explicit Process(const Command&);

  ~Process();  // as end()
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  int input() const { return input_.get(); }
  int output() const { return output_.get(); }
  int errors() const { return errors_.get(); }
  int exit_event() const { return pidfd_.get(); }  // readable after it has ended
  void close_input() { input_.reset(); }
  void signal_group(int signal) const;

  /// Its exit code, or minus the signal that killed it; nullopt if it still runs. Kills the rest of
  /// its process group after it has ended.
  std::optional<int> exit_code();

  void kill_group();

  /// Ends it and the rest of its family.
  void end();

  /// As end(), but first gives its process group half a second to obey SIGTERM.
  void end_gently();

  /// It, and everything that it has started.
  Family family() const { return family_; }

 private:
  Family family_ = new_family();
  pid_t pid_ = -1;
  Fd input_, output_, errors_, pidfd_;
  std::optional<int> exit_code_{};
};

}  // namespace leakproof
