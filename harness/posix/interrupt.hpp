// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <thread>

#include "posix/fd.hpp"

namespace leakproof {

/// The user's request to stop (SIGINT, SIGTERM, SIGHUP), as a descriptor that can be polled
/// together with a worker's pipes. Construct it before any other thread starts, so that
/// each thread inherits the blocked signals. A second signal ends the process immediately.
class Interrupt {
 public:
  Interrupt();

  /// An Interrupt that never occurs: for use as a library, in a process whose signals
  /// belong to the application.
  struct Never {};
  explicit Interrupt(Never);

  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool requested() const { return requested_; }

  /// Becomes readable when a stop is requested.
  int fd() const { return event_.get(); }

 private:
  void wait_for_signals();

  Fd event_;
  std::atomic<bool> requested_ = false;
  std::atomic<bool> done_ = false;
  std::thread listener_;
};

}  // namespace leakproof
