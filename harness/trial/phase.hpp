// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "model/series.hpp"

namespace leakproof {

/// A place in the rounds of a client that makes several requests at once: 20 coroutines that are
/// awaited together, or 64 tasks given to a pool.
struct Phase {
  std::int64_t period = 1;     // fetches in a round
  std::int64_t remainder = 0;  // of the number of fetches so far, divided by the period
  double amplitude = 0;        // from the lowest to the highest reading, less the trend

  bool operator==(const Phase&) const = default;
};

/// The phase in which the readings of a series are lowest, if they follow rounds of 2 to 200
/// fetches: readings in equal phases differ by less than a tenth of what others do (mean squares,
/// after removal of a linear trend; the method is phase dispersion minimization, Stellingwerf
/// 1978). Empty if not, if these readings are of fewer than five rounds, if there are fewer than 30
/// readings after the first quarter of the run, or if they scatter by no more than `negligible`.
std::optional<Phase> phase_of(std::span<const Sample>, double negligible);

}  // namespace leakproof
