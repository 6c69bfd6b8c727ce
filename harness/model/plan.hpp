// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include <leakproof/tolerance.hpp>

namespace leakproof {

/// The work of an earlier process, from before the run was interrupted.
struct Earlier {
  std::int64_t fetches = 0;
  double seconds = 0;

  bool operator==(const Earlier&) const = default;
};

/// The length of a trial, and the limits of its worker.
struct Plan {
  /// Fetches before the first look. A cache that fills within them is not reported as a
  /// leak. Metrics with a smaller `horizon_share` are looked at sooner.
  std::int64_t horizon = 2000;
  std::int64_t at_least = 0;     // the fewest fetches for a clean verdict
  std::chrono::seconds lasts{};  // the shortest time of fetching for a clean verdict
  Earlier earlier{};             // counts towards both minimums
  std::uint64_t seed = 1;        // for the batch sizes
  std::vector<Tolerance> tolerances{};
  std::int64_t max_memory = std::int64_t{2} << 30;
  std::int64_t max_descriptors = 1024;
};

}  // namespace leakproof
