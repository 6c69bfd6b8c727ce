// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <leakproof/tolerance.hpp>

#include "model/metric.hpp"

namespace leakproof {

inline constexpr int look_count = 7;        // the last look is at the end of the budget
inline constexpr double look_growth = 1.5;  // a cache that fills between two looks is not accused
inline constexpr std::int64_t shortest_horizon =
    30;  // two readings per window, at one reading per fetch

/// The parameters for judging one series. Units are those of the metric.
struct Criteria {
  double tolerable_per_fetch = 0;  // a clean series grows by less than this
  double tolerated_per_fetch = 0;  // steady growth up to this is clean as well
  std::string_view unit{};         // for messages: "B", or empty for a count
  std::int64_t quantum = 1;        // smallest step the counter can make; 1 or more
  std::int64_t slack = 0;          // how much can be allocated before usage changes
  std::int64_t horizon = 2000;     // fetches before the first look
  std::int64_t at_least = 0;       // the fewest fetches for a clean verdict
  bool comes_in_chunks = false;    // its own chunks are slack, see chunk_of()
  bool is_followed = false;        // a one-sided series stays open until it is shown to be clean
  bool must_be_even = false;       // growth that is mostly that of a few windows is no leak

  /// Fetches before the last look: horizon · 1.5⁶, or the first look at or after `at_least`.
  std::int64_t budget() const;
};

/// The criteria for a metric in a plan. The first look is at `horizon_share` of the horizon,
/// but not so early that windows would be empty.
Criteria criteria_for(const Metric& metric, std::int64_t horizon, std::int64_t at_least);

/// The metric with the growth that the user tolerates for it.
Metric with_tolerance(Metric, std::span<const Tolerance>);

/// Fetches before the look that follows the one at `look`. Greater than `look` unless it
/// overflows.
std::int64_t look_after(std::int64_t look);

}  // namespace leakproof
