// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <leakproof/tolerance.hpp>

#include "model/metric.hpp"

namespace leakproof {

inline constexpr int look_count = 7;        // the last of them spends the budget
inline constexpr double look_growth = 1.5;  // a cache that ends between two looks is not accused
inline constexpr std::int64_t shortest_horizon = 30;  // two readings a window, at one a fetch

/// What one series is judged by. Units are those of the metric.
struct Criteria {
  double tolerable_per_fetch = 0;  // clean means: grows by less than this
  double tolerated_per_fetch = 0;  // a steady climb of no more than this is clean as well
  std::string_view unit{};         // as messages show it: "B", or empty for a count
  std::int64_t quantum = 1;        // smallest step the counter can make; 1 or more
  std::int64_t slack = 0;          // what may be handed out before usage moves
  std::int64_t horizon = 2000;     // fetches to the first look
  std::int64_t at_least = 0;       // fetches that a clean verdict rests on

  /// Fetches to the last look: horizon · 1.5⁶, and on until `at_least`.
  std::int64_t budget() const;
};

/// The criteria for a metric in a plan. Scarce resources have a share of the horizon,
/// though not so small a one that windows would be empty.
Criteria criteria_for(const Metric& metric, std::int64_t horizon, std::int64_t at_least);

/// The metric with the growth that the user tolerates of it.
Metric with_tolerance(Metric, std::span<const Tolerance>);

/// Fetches to the look after the one at `look`: always more, except where counting ends.
std::int64_t look_after(std::int64_t look);

}  // namespace leakproof
