// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/result.hpp"

namespace leakproof {

/// What became of one trial, or of one resource of it, from one run to another.
struct Change {
  enum class Kind {
    worse,   // leaks and did not, leaks more, or peaks far higher
    lost,    // had a verdict and has none now
    better,  // the other way round, a verdict where there was none included
    added,   // there was no such trial
    gone,    // there is no such trial any more
  };

  Kind kind = Kind::worse;
  std::string client{};
  std::string scenario{};
  std::string what{};  // for people: "heap_bytes clean → leaks, +16.0 B/fetch [15.9, 16.1]"
};

/// A peak is worse only if it is higher by both this factor and this many bytes: it
/// moves from run to run with what happens to be in flight.
inline constexpr double peak_ratio = 1.5;
inline constexpr std::int64_t peak_margin = std::int64_t{16} << 20;

/// What changed, the worst first. Trials are paired by client, scenario and client usage;
/// several such pairs in the order of their seeds. Only rulings and intervals are
/// compared, so that noise is not a change: the growth of a leak has changed if the two
/// intervals from slowest to fastest window do not overlap and the difference is above the
/// tolerable growth. Time is not compared, as it depends on the machine and its load.
std::vector<Change> compare(std::span<const Result> base, std::span<const Result> now);

}  // namespace leakproof
