// SPDX-License-Identifier: MIT
#pragma once

#include "judge/criteria.hpp"

namespace leakproof::testing {

inline constexpr Criteria heap_bytes{.tolerable_per_fetch = 4, .quantum = 16};

/// Bytes after so many fetches.
inline double flat(double) { return 1e6; }
inline double by_16(double fetches) { return 1e6 + 16 * fetches; }

}  // namespace leakproof::testing
