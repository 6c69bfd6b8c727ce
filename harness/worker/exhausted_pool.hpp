// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>

#include "model/gate.hpp"

namespace leakproof {

/// Recognises a client that makes no further request because all its connections hold replies that
/// it has not read: it waits for one of them without limit, and can wait for nothing else.
class ExhaustedPool {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A client whose first request is held.
  ExhaustedPool(pid_t pid, int server_port) : pid_(pid), server_port_(server_port) {}

  /// The number of its connections if each of them holds an unread reply, otherwise 0.
  std::int64_t unread_connections() const;

  /// The same, if it has also waited without limit at two looks a second apart.
  std::int64_t look(const GateCounts&, Time now);

  Time next_look() const { return next_look_; }

 private:
  pid_t pid_;
  int server_port_;
  GateCounts last_{};
  std::int64_t unread_ = 0;  // at the last look
  Time next_look_{};
};

}  // namespace leakproof
