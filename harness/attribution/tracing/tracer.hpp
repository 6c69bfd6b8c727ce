// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "interposer/supervisor/allocation_tracker.hpp"

namespace leakproof::tracing {

/// Records what a process allocates, from outside: breakpoints at the functions of its allocator
/// stop its threads, and this process reads their arguments and stacks. A thread of this process
/// does so, because ptrace answers only the thread that has attached.
class Tracer {
 public:
  /// Attaches, and returns once that has succeeded or failed.
  explicit Tracer(pid_t);
  /// Puts the process's code back and detaches.
  ~Tracer();
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;

  /// Why nothing is recorded, as a clause; empty if it is.
  std::string obstacle();

  /// From now on records allocations as made in this epoch, or only what is freed.
  void track(std::uint32_t epoch) { epoch_ = epoch; }
  void only_forget() { epoch_ = no_epoch; }

  /// Detaches, and returns what is outstanding. Call it while the process is idle.
  OutstandingAllocations end();

 private:
  static constexpr std::uint32_t no_epoch = UINT32_MAX;

  void run(pid_t);
  void tell(std::string obstacle);

  std::atomic<std::uint32_t> epoch_ = no_epoch;
  std::atomic<bool> is_ending_ = false;
  std::mutex lock_{};
  std::condition_variable is_told_{};
  bool is_known_ = false;
  std::string obstacle_{};
  OutstandingAllocations outstanding_{};
  std::thread thread_{};
};

}  // namespace leakproof::tracing
