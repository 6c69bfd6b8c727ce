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

// A random walk rose in all of 8 windows in 0.27 % of runs, in all of 12 in 0.02 %.
inline constexpr std::size_t window_count = 12;

// The first eighth of the fetches is warm-up. It grows from look to look, so a slow start
// drops out of later looks and its length need not be configured.
inline constexpr double warm_up_share = 1.0 / 8;

// A leak keeps its rate. A cache that fills, and logarithmic growth, slow down.
inline constexpr double undiminished = 0.9;

/// A window as one point: its start, and the lowest usage in it.
struct WindowPoint {
  double fetches = 0;
  double usage = 0;
};

using WindowPoints = std::array<WindowPoint, window_count>;

/// The windows that measure() uses, for plots.
std::optional<WindowPoints> window_points(std::span<const Sample> samples, std::int64_t quantum,
                                          double injected = 0);

/// A recording after its warm-up, cut into windows with equal numbers of readings. The
/// lowest usage represents each window, because the minimum excludes memory in flight,
/// spikes and sawtooth patterns. Rates are units per fetch.
struct Windows {
  std::array<double, window_count - 1> steps{};  // from each window to the next
  Growth growth{};     // from the first window to the last; the slowest and fastest step
  double early = 0;    // over the first third of the windows
  double late = 0;     // over the last third
  double span = 0;     // fetches from the first window's start to the last reading
  double net = 0;      // units from the first window's lowest usage to the last reading
  double spacing = 0;  // fetches from one window's start to the next, on average

  /// Is every window higher than the one before, without growth slowing down?
  bool rise() const;
};

/// Measures `samples` as if usage had also grown by `injected` units per fetch, in whole
/// quanta. Empty if there are too few samples for windows with distinct starts. Requires
/// quantum ≥ 1.
std::optional<Windows> measure(std::span<const Sample> samples, std::int64_t quantum,
                               double injected = 0);

/// The smallest additional growth per fetch that would have been detected in this recording,
/// even if `slack` units of it do not show. Measures about 80 times. Empty if the samples
/// cannot be measured.
std::optional<double> detection_floor(std::span<const Sample> samples, std::int64_t quantum,
                                      std::int64_t slack);

}  // namespace leakproof
