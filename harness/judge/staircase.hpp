// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "judge/criteria.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// Why no more fetches follow a look.
enum class Ending {
  none,          // they do follow
  budget,        // it is spent
  cap,           // a resource limit would be hit
  other_series,  // another series of this trial is proven to leak
};

/// Judges one series while it is recorded. A leak is a staircase: in each of twelve
/// consecutive windows the lowest usage is higher than in the window before, growth
/// does not fade, and this holds at two run lengths.
///
///     samples.push_back({fetches, gauge.read()});
///     if (staircase.due_at(fetches)) verdict = staircase.look(samples);
class Staircase {
 public:
  explicit Staircase(Criteria criteria);

  /// Are these enough fetches for the next look?
  bool due_at(std::int64_t fetches) const { return fetches >= next_look_; }

  /// What the whole recording so far says. The first sample is from before the first
  /// fetch, and each later one from after more fetches. Inconclusive means: go on,
  /// unless there is an ending. States the floor where no more can come of it.
  Verdict look(std::span<const Sample>, Ending ending = Ending::none);

  /// At the last look every window rose, undiminished: a leak in the making.
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
