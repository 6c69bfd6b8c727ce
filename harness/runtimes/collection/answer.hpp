// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "posix/fd.hpp"

namespace leakproof {

/// Sends one order to an agent and reads the answer line by line. The socket must outlive this.
class Answer {
 public:
  Answer(const Fd& agent, std::string_view order, std::chrono::milliseconds patience);

  /// Waits so long for a part of the answer. Also true if no more is to be waited for.
  bool is_ready_within(std::chrono::milliseconds) const;

  /// Has the agent read the order, and all before it?
  bool is_order_read() const;

  /// Has the deadline passed?
  bool is_late() const { return std::chrono::steady_clock::now() >= deadline_; }

  /// nullopt if the agent hangs up, sends a line that is too long, or exceeds the deadline.
  std::optional<std::string> next_line();

 private:
  bool receive();

  int socket_;
  std::chrono::steady_clock::time_point deadline_;
  bool sent_;
  std::string received_{};
};

}  // namespace leakproof
