// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "model/finding.hpp"

namespace leakproof {

/// The growth of a leak, for comparison with what was allocated in a few hundred fetches. A table
/// that doubles (a hash table, an array) grows once in thousands of fetches, and a runtime drops
/// what it has compiled as seldom, so both are told apart.
struct SteadyGrowth {
  double per_fetch = 0;  // without one or two steps that are much larger or smaller than the others
  double at_once = 0;    // per fetch, in those steps: what is more or, negative, less

  /// "2.4 kB/fetch more came at once, as where a table is doubled"; empty if nothing did.
  std::string text_at_once(std::string_view unit) const;
};

/// Of the windows of the verdict; all growth is steady where the finding has no readings.
SteadyGrowth steady_growth(const Finding&);

}  // namespace leakproof
