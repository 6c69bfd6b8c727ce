// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include <leakproof/tolerance.hpp>

namespace leakproof {

/// What was fetched before a run was interrupted, in another process.
struct Earlier {
  std::int64_t fetches = 0;
  double seconds = 0;

  bool operator==(const Earlier&) const = default;
};

/// How far to look, and the fences around the worker.
struct Plan {
  /// Fetches to the first look: the largest cache that the user is ready to
  /// tolerate. Scarce resources are looked at sooner.
  std::int64_t horizon = 2000;
  std::int64_t at_least = 0;     // fetches that a clean verdict rests on
  std::chrono::seconds lasts{};  // of fetching, that a clean verdict rests on
  Earlier earlier{};             // counts for both
  std::uint64_t seed = 1;        // of the batch sizes
  std::vector<Tolerance> tolerances{};
  std::int64_t max_memory = std::int64_t{2} << 30;
  std::int64_t max_descriptors = 1024;
};

}  // namespace leakproof
