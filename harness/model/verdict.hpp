// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace leakproof {

enum class Ruling { clean, leaks, inconclusive };

/// Growth a fetch over the windows that were judged, with its slowest and its
/// fastest window. If window rates are independent, [low, high] misses the
/// median rate with probability 2·2⁻¹¹.
struct Growth {
  double per_fetch = 0;
  double low = 0;
  double high = 0;
};

struct Verdict {
  Ruling ruling = Ruling::inconclusive;
  std::int64_t fetches = 0;  // the run length that it rests on
  Growth growth{};

  /// The smallest growth a fetch that this very recording could not have
  /// hidden. Only where the ruling does not accuse.
  std::optional<double> floor{};

  std::string reason{};  // one sentence a person can act on
};

}  // namespace leakproof
