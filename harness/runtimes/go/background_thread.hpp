// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

namespace leakproof::go {

/// The thread of Go's runtime that looks after the others (sysmon in proc.go). In an idle program
/// it naps for 10 ms between two looks.
class BackgroundThread {
 public:
  explicit BackgroundThread(pid_t pid) : pid_(pid) {}

  /// Finds the thread, if it naps.
  void find();

  /// 0: not found yet.
  pid_t thread() const { return thread_; }

  /// Ends its nap by SIGURG, with which the runtime itself interrupts its threads, and which other
  /// programs ignore. Does nothing if it does not nap.
  void wake() const;

 private:
  bool naps(pid_t thread) const;

  pid_t pid_;
  pid_t thread_ = 0;
};

}  // namespace leakproof::go
