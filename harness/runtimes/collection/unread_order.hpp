// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "posix/thread_activity.hpp"

namespace leakproof {

/// Tells whether an order that an agent has not read yet is ignored, or is only not read yet
/// because the machine is busy. A thread that is about to read it runs, or waits for a processor.
/// So the order is ignored once the process was seen blocked ten times, or has run for a second.
class UnreadOrder {
 public:
  /// `at_order`: what the process did when the order was sent.
  explicit UnreadOrder(const Activity& at_order) : ran_before_(at_order.ran) {}

  /// To be asked at each look at which the order is still unread.
  bool is_ignored(const Activity& now) {
    if (!now.is_running) ++blocked_;
    return blocked_ >= 10 || now.ran - ran_before_ > std::chrono::seconds(1);
  }

 private:
  std::chrono::nanoseconds ran_before_;
  int blocked_ = 0;  // looks
};

}  // namespace leakproof
