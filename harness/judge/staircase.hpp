// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "judge/criteria.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// Why a look is the last one.
enum class Ending {
  none,          // it is not the last one
  budget,        // the budget of fetches is used up
  cap,           // more fetches would exceed a resource limit
  other_series,  // another series of this trial is proven to leak
};

/// Judges one series while it is recorded. A leak is a staircase: in each of twelve
/// consecutive windows the lowest usage is higher than in the window before, growth does
/// not fade, and both hold at two run lengths, the longer at least 1.4 times the shorter.
///
///     samples.push_back({fetches, gauge.read()});
///     if (staircase.due_at(fetches)) verdict = staircase.look(samples);
class Staircase {
 public:
  explicit Staircase(Criteria criteria);

  /// Is the next look due after `fetches`?
  bool due_at(std::int64_t fetches) const { return fetches >= next_look_; }

  /// The number of fetches from which on the next look is due.
  std::int64_t next_look() const { return next_look_; }

  /// From now on, growth from the first window to the last reading by so few units is no leak.
  void must_exceed(double units) { must_exceed_ = units; }

  /// Judges the whole recording so far. The first sample is taken before the first fetch, and
  /// each later one after more fetches. Inconclusive means that more fetches are needed,
  /// unless there is an ending. Sets the floor if the verdict is clean or this look is the
  /// last one.
  Verdict look(std::span<const Sample>, Ending ending = Ending::none);

 private:
  bool accuses(bool rises, std::int64_t fetches, Ending) const;

  Criteria criteria_;
  std::int64_t next_look_;
  double must_exceed_ = 0;
  std::int64_t counted_rise_ = 0;  // the run length of the last look that rises_ counts
  int rises_ = 0;                  // looks that rose, each well after the one before
  std::int64_t counted_calm_ = 0;  // the run length of the last look that calm_trends_ counts
  int calm_trends_ = 0;  // looks running that found no trend, each well after the one before
};

}  // namespace leakproof
