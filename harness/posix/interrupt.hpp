// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <thread>

#include "posix/fd.hpp"

namespace leakproof {

/// The user's wish to stop (SIGINT, SIGTERM, SIGHUP), as something that can be
/// polled beside a worker's pipes. Construct it before any other thread, which
/// then inherits the blocked signals. A second signal ends the process at once.
class Interrupt {
 public:
  Interrupt();

  /// That never comes: for a guest in a process whose signals are not ours.
  struct Never {};
  explicit Interrupt(Never);

  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool requested() const { return requested_; }

  /// Readable once a stop is wanted.
  int fd() const { return event_.get(); }

 private:
  void wait_for_signals();

  Fd event_;
  std::atomic<bool> requested_ = false;
  std::atomic<bool> done_ = false;
  std::thread listener_;
};

}  // namespace leakproof
