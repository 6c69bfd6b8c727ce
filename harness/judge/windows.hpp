// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

// A random walk rose in all of 8 windows in 0.27 % of runs, in all of 12 in 0.02 %.
inline constexpr std::size_t window_count = 12;

// The first eighth of the fetches is warm-up. It grows from look to look, so a slow start
// drops out of later looks and its length need not be configured.
inline constexpr double warm_up_share = 1.0 / 8;

// A leak keeps its rate. A cache that fills, and logarithmic growth, slow down.
inline constexpr double undiminished = 0.9;

// Of the slopes between each two of twelve windows, this many are cut off at either end. Kendall's
// S of 12 values without a trend exceeds 48 in 0.1 % of cases.
inline constexpr std::size_t outer_slopes = 8;

/// A window as one point: its start, and the lowest usage in it.
struct WindowPoint {
  double fetches = 0;
  double usage = 0;
};

using WindowPoints = std::array<WindowPoint, window_count>;

/// The windows that measure() uses, for plots.
std::optional<WindowPoints> window_points(std::span<const Sample> samples, std::int64_t quantum,
                                          double injected = 0);

/// The slope of a recording, in units per fetch, with its 99.9 % interval (P. K. Sen, "Estimates
/// of the regression coefficient based on Kendall's tau", 1968). Each window is represented by the
/// reading a quarter up from its lowest, which a single low reading does not move.
struct Trend {
  double low = 0;
  double high = 0;
  double net = 0;  // units from the first window's representative to the last one's
};

/// A recording after its warm-up, cut into windows with equal numbers of readings. The
/// lowest usage represents each window, because the minimum excludes memory in flight,
/// spikes and sawtooth patterns. Rates are units per fetch.
struct Windows {
  std::array<double, window_count - 1> steps{};  // from each window to the next
  Growth growth{};  // from the first window to the last; the slowest and fastest step
  Trend trend{};
  double early = 0;    // over the first third of the windows
  double late = 0;     // over the last third
  double span = 0;     // fetches from the first window's start to the last reading
  double net = 0;      // units from the first window's lowest usage to the last reading
  double spacing = 0;  // fetches from one window's start to the next, on average

  /// Is every window higher than the one before, without growth slowing down?
  bool rise() const;

  /// Is the middle one of the steps at least a quarter of the average?
  bool are_even() const;
};

/// Measures `samples` as if usage had also grown by `injected` units per fetch, in whole
/// quanta. Empty if there are too few samples for windows with distinct starts. Requires
/// quantum ≥ 1.
std::optional<Windows> measure(std::span<const Sample> samples, std::int64_t quantum,
                               double injected = 0);

/// The smallest additional growth per fetch with which `shows` is true of this recording, even if
/// `slack` units of it do not show. Measures about 80 times. Empty if the samples cannot be
/// measured.
std::optional<double> detection_floor(std::span<const Sample> samples, std::int64_t quantum,
                                      std::int64_t slack,
                                      const std::function<bool(const Windows&)>& shows);

}  // namespace leakproof
