// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/result.hpp"

namespace leakproof {

/// The change of one trial, or of one of its resources, from one run to another.
struct Change {
  enum class Kind {
    worse,   // a new or larger leak, or a far higher peak
    lost,    // no longer has a verdict
    better,  // the opposite of worse or lost
    added,   // the trial is only in the newer run
    gone,    // the trial is only in the older run
  };

  Kind kind = Kind::worse;
  std::string client{};
  std::string scenario{};
  std::string what{};  // for display: "heap_bytes leaks: +16.0 B/fetch [15.9, 16.1]"
};

/// A peak has changed only if it differs by more than both this factor and this many bytes,
/// because it varies from run to run with the memory in flight.
inline constexpr double peak_ratio = 1.5;
inline constexpr std::int64_t peak_margin = std::int64_t{16} << 20;

/// The changes from `base` to `now`, worst first. Trials are paired by client, scenario and
/// client usage; repeated trials are paired in the order of their seeds. To ignore noise,
/// the growth of a leak counts as changed only if the two intervals from the slowest to the
/// fastest window do not overlap and the difference exceeds the tolerable growth. Time is
/// not compared, because it depends on the machine and its load.
std::vector<Change> compare(std::span<const Result> base, std::span<const Result> now);

}  // namespace leakproof
