// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>

namespace leakproof {

/// Decides after how many fetches a run is sampled. Batch sizes are random, because fixed
/// ones alias with a client's periodic flushes (simulated: 3.8 % false alarms, 0 % with random
/// sizes). The mean batch is
///   - one fetch at first, then a sixteenth of the run so far, so that a client that runs
///     out of descriptors after fifty fetches has been read often enough;
///   - an eightieth of the horizon from there on;
///   - twice as large each time the run has doubled beyond the default budget, when older
///     readings are thinned to the same density. About 500 readings remain; below 240, the
///     position of window boundaries starts to change rulings.
/// A client that works in rounds is let go on to the end of its round after each batch. Sizes are
/// such that batches themselves end at every place of a round alike.
class SamplingSchedule {
 public:
  SamplingSchedule(std::int64_t horizon, std::uint64_t seed);

  /// The size of the batch after `fetches`: 1 or more.
  std::int64_t next(std::int64_t fetches);

  /// Takes note that a round of the client has so many fetches or more.
  void round_is_at_least(std::int64_t fetches) { round_ = std::max(round_, fetches); }

  /// Is an expensive reading due after `fetches`? It is due at the first sample, at each look,
  /// and a twentieth of the horizon after the last one, or beyond the horizon a sixth of the
  /// run. Every window of a look then contains one, and their number grows only
  /// logarithmically with the run.
  bool expensive(std::int64_t fetches, bool is_look);

  /// True once for each doubling that `fetches` has reached. The caller then thins its series.
  bool doubled(std::int64_t fetches);

 private:
  std::int64_t spacing_;     // the current mean batch size, after the start of the run
  std::int64_t doubles_at_;  // fetches
  std::int64_t horizon_;
  std::int64_t round_ = 1;           // fetches
  std::int64_t next_expensive_ = 0;  // fetches
  std::mt19937_64 random_;
};

}  // namespace leakproof
