// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace leakproof {

/// Decides at which stops garbage is collected: at every one where that takes no longer than
/// a quarter of the time since the last one, and otherwise only after so many fetches that every
/// window of the judge still has two readings without garbage, and three from the second look on.
class CollectionPace {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `horizon`: fetches before the first look.
  explicit CollectionPace(std::int64_t horizon) : horizon_(horizon) {}

  /// `fetches`: made so far.
  bool is_due(std::int64_t fetches, Time now) const {
    const std::int64_t most_between = std::max(horizon_, fetches) / 38;
    return !ended_ || fetches - fetches_ >= most_between || now - *ended_ >= 4 * took_;
  }

  /// Has a client with so many open descriptors come to a quarter of their limit? Its trial may end
  /// soon, so that each stop is due.
  static bool is_near_limit(std::int64_t open, std::int64_t limit) { return open >= limit / 4; }

  void collected(std::int64_t fetches, Time begun, Time ended) {
    fetches_ = fetches;
    took_ = ended - begun;
    ended_ = ended;
  }

 private:
  std::int64_t horizon_;
  std::int64_t fetches_ = 0;
  std::chrono::nanoseconds took_{};
  std::optional<Time> ended_{};
};

/// CollectionPace::is_near_limit() of a process; false where it cannot be read.
bool has_come_near_its_limit(pid_t);

}  // namespace leakproof
