// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/metric.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

inline constexpr int look_count = 7;        // the last of them spends the budget
inline constexpr double look_growth = 1.5;  // a cache that ends between two looks is not accused
inline constexpr std::int64_t shortest_horizon = 30;  // two readings a window, at one a fetch

/// What one series is judged by. Units are those of the metric.
struct Criteria {
  double tolerable_per_fetch = 0;  // clean means: grows by less than this
  double tolerated_per_fetch = 0;  // a steady climb of no more than this is clean as well
  std::string_view unit{};         // as messages show it: "B", or empty for a count
  std::int64_t quantum = 1;        // smallest step the counter can make; 1 or more
  std::int64_t slack = 0;          // what may be handed out before usage moves
  std::int64_t horizon = 2000;     // fetches to the first look
  std::int64_t at_least = 0;       // fetches that a clean verdict rests on

  /// Fetches to the last look: horizon · 1.5⁶, and on until `at_least`.
  std::int64_t budget() const;
};

/// Of a metric in a plan: scarce resources have a share of the horizon, though
/// not so small a one that windows would be empty.
Criteria criteria_for(const Metric& metric, std::int64_t horizon, std::int64_t at_least);

/// Why no more fetches follow a look.
enum class Ending {
  none,          // they do follow
  budget,        // it is spent
  cap,           // a resource limit would be hit
  other_series,  // another series of this trial is proven to leak
};

/// Judges one series while it is being recorded. A leak is a staircase: in each
/// of twelve consecutive windows the lowest usage is higher than in the window
/// before, growth does not fade, and so it stands at two run lengths.
///
///     staircase.add({fetches, gauge.read()});
///     if (staircase.due()) verdict = staircase.look();
class Staircase {
 public:
  explicit Staircase(Criteria criteria);

  /// The next reading. The first is from before the first fetch, and each later
  /// one from after more fetches.
  void add(Sample sample);

  bool due() const;  // enough fetches for the next look
  bool due_at(std::int64_t fetches) const { return fetches >= next_look_; }
  bool spent() const;  // enough for the last one

  /// What the recording so far says. Inconclusive means: go on, unless there is
  /// an ending. States the floor where no more can come of it.
  Verdict look(Ending ending = Ending::none);

  /// At the last look every window rose, undiminished: a leak in the making.
  bool last_look_rose() const { return rose_; }

  const std::vector<Sample>& samples() const { return samples_; }

  /// Halves the recording and keeps what windows look at: of neighbouring
  /// samples the earlier place and the lower usage. The first and the latest
  /// reading stay as they are. For runs far beyond the default budget, from
  /// several hundred readings on: windows are then cut at other places, which
  /// may unsettle a ruling that hangs by a thread.
  void thin();

 private:
  bool accuses(Ending ending) const;

  Criteria criteria_;
  std::vector<Sample> samples_;
  std::int64_t next_look_;
  std::int64_t last_rise_ = -1;  // the run length of the last look that rose
  int rises_ = 0;                // run lengths at which a look rose
  bool rose_ = false;
};

}  // namespace leakproof
