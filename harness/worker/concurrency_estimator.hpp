// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace leakproof {

/// How many requests a client makes at once, as far as that is known. A client is idle
/// when that many are held, or when fewer are held and no more have come for a while. A
/// number that the user did not give is learnt: by waiting for more at the first few stops,
/// and from then on by what is seen.
class ConcurrencyEstimator {
 public:
  explicit ConcurrencyEstimator(int given)
      : size_(std::max(1, given)), is_given_(given > 0), to_learn_(given > 0 ? 0 : 3) {}

  /// Are all requests of the client held?
  bool complete(std::int64_t held) {
    if (!is_given_) size_ = std::max(size_, held);
    return to_learn_ == 0 && held >= size_;
  }

  /// No more than these have come in time.
  void stop(std::int64_t held) {
    if (!is_given_) size_ = std::max<std::int64_t>(1, held);
    to_learn_ -= to_learn_ > 0 ? 1 : 0;
  }

  static constexpr std::chrono::milliseconds patience{20};

 private:
  std::int64_t size_;
  bool is_given_;
  int to_learn_;  // stops
};

}  // namespace leakproof
