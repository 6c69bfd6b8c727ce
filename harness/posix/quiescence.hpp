// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>

#include "posix/thread_activity.hpp"

namespace leakproof {

/// How long to wait for a process that does not come to rest.
class QuiescenceLimit {
 public:
  using Duration = std::chrono::nanoseconds;

  /// Enough, after a wait in which its threads ran for `ran`? A process that waits for a processor
  /// is given as long as a busy machine needs: 200 ms, or four times what the process has needed so
  /// far, but 2 s at most. One that runs itself is given 20 ms of run time, or 1 ms once that was
  /// in vain three times in a row.
  bool is_over(Duration waited, Duration ran) const {
    return waited >= longest_wait() || ran >= longest_run();
  }

  /// Takes note of how a wait ended.
  void came_to_rest(Duration waited);
  void did_not(Duration ran);

 private:
  Duration longest_wait() const;
  Duration longest_run() const;

  Duration most_needed_{};
  int in_vain_ = 0;  // in a row, because it ran itself
};

/// Waits until a process is quiescent, so that it is always read in the same state: all its threads
/// are blocked in the kernel, and two looks agree on the time for which they have run.
class Quiescence {
 public:
  explicit Quiescence(pid_t pid) : threads_(pid) {}

  /// As wait(), for a process that has just said that it waits for its next order: its only thread
  /// need not be looked at.
  bool wait_for_others() { return threads_.threads() < 2 || wait(); }

  /// Looks past a thread of the runtime that never rests; 0: past none.
  void ignore(pid_t thread) { threads_.ignore(thread); }

  /// False if the process did not become quiescent within the limit. Also true if it has gone.
  bool wait();

 private:
  ThreadActivity threads_;
  QuiescenceLimit limit_;
};

}  // namespace leakproof
