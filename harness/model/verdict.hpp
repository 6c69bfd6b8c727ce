// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace leakproof {

enum class Ruling { clean, leaks, inconclusive };

/// Growth per fetch over the judged windows, with the rates of the slowest and the fastest
/// window. If window rates are independent, [low, high] misses the median rate with
/// probability 2·2⁻¹¹.
struct Growth {
  double per_fetch = 0;
  double low = 0;
  double high = 0;
};

struct Verdict {
  Ruling ruling = Ruling::inconclusive;
  std::int64_t fetches = 0;  // the length of the run that was judged
  Growth growth{};

  bool rises = false;  // every window was higher than the one before, without slowing

  /// The smallest growth per fetch with which this recording would not have been clean. Empty
  /// if the ruling is a leak.
  std::optional<double> floor{};

  std::string reason{};  // one sentence that a person can act on
};

}  // namespace leakproof
