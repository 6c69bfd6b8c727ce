// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace leakproof {

enum class Unit { bytes, count };

/// What a series is for when a trial is judged.
enum class Role {
  decides,    // the trial leaks if this one does
  stands_in,  // decides only where nothing can see the heap itself
  shown,      // never decides; for the reader
};

/// What a number means and how its growth is judged. The figures of each
/// resource are those of the verdict's table (see judge/staircase.hpp).
struct Metric {
  std::string name{};
  Unit unit = Unit::bytes;
  Role role = Role::decides;
  std::int64_t grain = 1;          // the smallest step the source can show
  double tolerable_per_fetch = 0;  // clean means: grows by less than this
  double tolerated_per_fetch = 0;  // by the user: even a steady climb of no more is clean
  std::int64_t slack = 0;          // what may be handed out before the number moves
  double horizon_share = 1;        // of the plan's horizon; less for scarce resources
};

}  // namespace leakproof
