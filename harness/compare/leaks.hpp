// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/known_leak.hpp"
#include "model/metric.hpp"
#include "model/result.hpp"

namespace leakproof {

/// The growth of one series that belongs to a leak.
struct LeakRate {
  Metric metric{};
  double per_fetch = 0;
  double low = 0;  // in the slowest window
};

/// What leaks in a trial at one place.
struct Leak {
  LeakKind kind = LeakKind::memory;
  std::string file{};      // as in KnownLeak; both are empty where no owner was found
  std::string function{};  // without arguments; may be empty
  std::string code{};
  std::vector<LeakRate> rates{};
};

enum class LeakSeries {
  proven,      // the ruling rests on them
  or_growing,  // also those that grew but were not proven when the trial ended
};

/// The leaks of a leaking trial, one for each kind and owner. A series is shared out among its
/// owners in proportion. Owners of less than `least_share` of every series are left out. Files
/// below `folder` are named from there.
std::vector<Leak> leaks_in(const Result&, LeakSeries, double least_share,
                           const std::string& folder);

/// "memory in get (mine.py)".
std::string words(const Leak&);
std::string words(const KnownLeak&);

}  // namespace leakproof
