// SPDX-License-Identifier: MIT
#include "worker/rounds.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace leakproof {

void Rounds::stopped(std::int64_t held) {
  waits_with_fewer_ = waits_with_fewer_ || held < most_held_;
  most_held_ = std::max(most_held_, held);
}

void Rounds::ended(std::int64_t fetches, bool alone) {
  const std::int64_t apart = fetches - std::exchange(last_end_, fetches);
  // There may be several rounds between two ends.
  const std::int64_t divisor = std::gcd(apart, length_);
  const bool agrees = divisor > 1 && 2 * divisor >= std::min(apart, length_);
  agreeing_ = agrees ? agreeing_ + 1 : 0;
  length_ = std::max<std::int64_t>(1, agrees ? divisor : apart);
  doubts_ = std::max(0, doubts_ - 1);
  alone_ = alone ? alone_ + 1 : 0;
  are_known_ = alone_ < most_alone;
  if (are_known_) return;
  most_held_ = 0;
  waits_with_fewer_ = false;
}

void Rounds::did_not_end() {
  doubts_ += 2;
  are_known_ = are_known_ && doubts_ < most_doubts;
}

}  // namespace leakproof
