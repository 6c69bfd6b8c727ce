// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace leakproof {

/// Estimates how many requests a client makes concurrently. A client is idle when that many
/// are held, or when fewer are held and no more arrive for a while. If the user did not
/// give the number, it is estimated: at first by waiting for more requests, until two stops agree
/// or there were three; later from the largest number seen.
class ConcurrencyEstimator {
 public:
  explicit ConcurrencyEstimator(int given)
      : size_(std::max(1, given)), is_given_(given > 0), to_learn_(given > 0 ? 0 : 3) {}

  /// True if all concurrent requests of the client are held.
  bool complete(std::int64_t held) {
    if (!is_given_) size_ = std::max(size_, held);
    return to_learn_ == 0 && held >= size_;
  }

  /// Reports that no more than `held` requests arrived within `patience`.
  void stop(std::int64_t held) {
    if (!is_given_) size_ = std::max<std::int64_t>(1, held);
    const bool agree = std::exchange(last_, held) == held;
    to_learn_ = agree || to_learn_ == 0 ? 0 : to_learn_ - 1;
  }

  static constexpr std::chrono::milliseconds patience{20};

 private:
  std::int64_t size_;
  bool is_given_;
  int to_learn_;            // stops left at which to wait for more
  std::int64_t last_ = -1;  // held at the last of them
};

}  // namespace leakproof
