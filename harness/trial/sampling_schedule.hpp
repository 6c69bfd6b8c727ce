// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>

namespace leakproof {

/// Where a run stops to be read. Batches are of random size, as fixed ones
/// alias with a client's periodic flushes (VERDICT: 3.8 % false alarms, and 0
/// with random sizes). On average they are
///   one fetch at first, then a sixteenth of the run so far, so that a client
///   that is out of descriptors after fifty fetches has been read often enough;
///   an eightieth of the horizon from there on;
///   twice that each time the run has doubled beyond the default budget, when
///   older readings are thinned to the same density. Some 500 readings are left
///   then; below 240, where windows are cut begins to tip rulings.
class SamplingSchedule {
 public:
  SamplingSchedule(std::int64_t horizon, std::uint64_t seed);

  /// Fetches from a stop after `fetches` to the next: 1 or more.
  std::int64_t next(std::int64_t fetches);

  /// Is an expensive reading due after `fetches`? True at a look, at the
  /// first stop, then a twentieth of the horizon after the last, and beyond the
  /// horizon a sixth of the run: any look finds one for each of its windows, and a
  /// long run does not pay more and more for them.
  bool expensive(std::int64_t fetches, bool is_look);

  /// True once for each doubling that `fetches` has reached: time to thin.
  bool doubled(std::int64_t fetches);

 private:
  std::int64_t spacing_;     // the present average, once the start is over
  std::int64_t doubles_at_;  // fetches
  std::int64_t horizon_;
  std::int64_t next_expensive_ = 0;  // fetches
  std::mt19937_64 random_;
};

}  // namespace leakproof
