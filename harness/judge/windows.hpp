// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

// At 8 windows a random walk rose in all of them in 0.27 % of runs, at 12 in 0.02 %.
inline constexpr std::size_t window_count = 12;

// One fetch in eight is warm-up, cut anew at every look: a slow start is then
// forgotten by the next look, without anyone having to say how long it takes.
inline constexpr double warm_up_share = 1.0 / 8;

// A leak does not tire. A cache that fills, and anything logarithmic, does.
inline constexpr double undiminished = 0.9;

/// A window as one point: where it begins, and the lowest usage in it.
struct WindowPoint {
  double fetches = 0;
  double usage = 0;
};

using WindowPoints = std::array<WindowPoint, window_count>;

/// The windows as measure() sees them, to be drawn.
std::optional<WindowPoints> window_points(std::span<const Sample> samples, std::int64_t quantum,
                                          double injected = 0);

/// A recording after its warm-up, cut into windows of equally many readings.
/// Each is known by its lowest usage, as what is in flight, a spike or the
/// teeth of a saw are never in the minimum. Rates are units a fetch.
struct Windows {
  std::array<double, window_count - 1> steps{};  // from each window to the next
  Growth growth{};     // from the first window to the last; the slowest and fastest step
  double early = 0;    // over the first third of the windows
  double late = 0;     // over the last third
  double span = 0;     // fetches from the first window's start to the last reading
  double net = 0;      // units from the first window's lowest usage to the last reading
  double spacing = 0;  // fetches from one window's start to the next, on average

  /// Every window higher than the one before, and as fast at the end as at first.
  bool rise() const;
};

/// `samples` as if usage had also grown by `injected` units a fetch, in whole
/// quanta. Nothing if there are too few samples for windows that each begin
/// later than the one before. Requires quantum ≥ 1.
std::optional<Windows> measure(std::span<const Sample> samples, std::int64_t quantum,
                               double injected = 0);

/// The smallest growth a fetch that would have made this very recording rise,
/// or that `slack` units could not have swallowed. Measures about 80 times.
/// Nothing if there is nothing to measure.
std::optional<double> detection_floor(std::span<const Sample> samples, std::int64_t quantum,
                                      std::int64_t slack);

}  // namespace leakproof
