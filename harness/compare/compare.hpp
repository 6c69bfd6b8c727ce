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

/// A peak is only worse where it is both so many times and so much higher: it
/// moves from run to run with what happens to be in flight.
inline constexpr double peak_ratio = 1.5;
inline constexpr std::int64_t peak_margin = std::int64_t{16} << 20;

/// What changed, the worst first. Two trials are the same where client, scenario
/// and circumstances are; of several such, the first with the first, in the order
/// of their seeds. Judged by rulings and intervals alone, so that noise is no
/// change: growth of a leak is another only where the two intervals from slowest
/// to fastest window have nothing in common, and the difference is more than what
/// is tolerated. Time is not compared: it is of the machine and its other work.
std::vector<Change> compare(std::span<const Result> base, std::span<const Result> now);

}  // namespace leakproof
