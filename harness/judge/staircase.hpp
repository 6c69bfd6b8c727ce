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
/// not fade, and both hold at two run lengths.
///
///     samples.push_back({fetches, gauge.read()});
///     if (staircase.due_at(fetches)) verdict = staircase.look(samples);
class Staircase {
 public:
  explicit Staircase(Criteria criteria);

  /// Is the next look due after `fetches`?
  bool due_at(std::int64_t fetches) const { return fetches >= next_look_; }

  /// Judges the whole recording so far. The first sample is taken before the first fetch, and
  /// each later one after more fetches. Inconclusive means that more fetches are needed,
  /// unless there is an ending. Sets the floor if the verdict is clean or this look is the
  /// last one.
  Verdict look(std::span<const Sample>, Ending ending = Ending::none);

  /// Did every window rise undiminished at the last look? This is a leak if a later look
  /// confirms it.
  bool last_look_rose() const { return rose_; }

 private:
  bool accuses(std::int64_t fetches, Ending) const;

  Criteria criteria_;
  std::int64_t next_look_;
  std::int64_t last_rise_ = -1;  // the run length of the last look that rose
  int rises_ = 0;                // run lengths at which a look rose
  bool rose_ = false;
};

}  // namespace leakproof
