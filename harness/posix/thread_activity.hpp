// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <vector>

#include "posix/fd.hpp"

namespace leakproof {

/// What the threads of a process do at one moment.
struct Activity {
  std::size_t threads = 0;         // 0: the process has gone or may not be inspected
  bool is_running = false;         // a thread runs or waits for a processor
  std::chrono::nanoseconds ran{};  // by all its threads so far; 0 if the kernel does not count it
};

/// Looks at the threads of a process again and again. Keeps the files of the first threads open.
class ThreadActivity {
 public:
  explicit ThreadActivity(pid_t);

  Activity look();

  /// From now on looks past this thread, which never rests; 0: past none.
  void ignore(pid_t thread) { ignored_ = thread; }

  /// The number of its threads; 0 if it has gone. Takes a microsecond.
  std::size_t threads() const;

 private:
  struct Thread {
    pid_t id = 0;
    Fd stat{};  // empty: to be opened at each look, as there are many threads
    Fd schedstat{};
  };

  void list();

  pid_t pid_;
  Fd folder_;               // of its threads
  std::size_t listed_ = 0;  // the number of threads when they were listed; 0: list them anew
  std::vector<Thread> threads_{};
  pid_t ignored_ = 0;
};

}  // namespace leakproof
