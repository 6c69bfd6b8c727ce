// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "judge/criteria.hpp"
#include "judge/staircase.hpp"
#include "model/role.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// Has a series of a run of `fetches` ceased to be read? Its last window would then be empty.
bool has_ceased(std::span<const Sample>, std::int64_t fetches);

/// Judges one series of a trial, in its role, while it is recorded. The caller keeps the
/// samples and passes all of them to each look.
class SeriesJudge {
 public:
  /// `uncollected` names a managed runtime that could not be made to collect its garbage, some of
  /// which may be in this series (see can_hold_garbage()); empty if there is none. The growth of
  /// the series is then inconclusive unless it reached its limit, and a fallback series has slack
  /// for the garbage.
  SeriesJudge(Role, Criteria, std::string uncollected);

  Role role() const { return role_; }

  /// Is a look due after `fetches`? A series that leaks needs no further looks.
  bool is_due(std::int64_t fetches) const { return !leaks() && staircase_.due_at(fetches); }

  /// From now on, only growth by more than half as much again as `scatter` units is a leak; see
  /// RoundScatter.
  void must_exceed(double scatter) { staircase_.must_exceed(1.5 * scatter); }

  /// The number of fetches from which on the next look is due.
  std::int64_t next_look() const { return staircase_.next_look(); }

  /// Looks at the series while the trial goes on.
  void look(std::span<const Sample>);

  /// Looks at the series because the trial could end here. A series that decides is open again
  /// unless this look finds it clean, too. A one-sided series of which every window rises at this
  /// look, fading or not, is open until one does not at a later look.
  void confirm(std::span<const Sample>);

  /// Takes the last look, unless the trial ended because nothing was open (Ending::none).
  /// `at_limit`: the worker reached a limit of this resource.
  void finish(std::span<const Sample>, Ending, bool at_limit);

  /// Does the trial have to go on because of this series?
  bool is_open() const { return is_open_; }

  bool leaks() const {
    return verdict_.ruling == Ruling::leaks && (uncollected_.empty() || is_at_limit_);
  }

  /// The verdict at the last look.
  Verdict verdict() const;

 private:
  bool is_unsettled() const;

  Role role_;
  std::string uncollected_;
  Criteria criteria_;
  Staircase staircase_;
  Verdict verdict_{.reason = "not looked at yet"};
  bool is_open_;
  bool is_at_limit_ = false;
};

}  // namespace leakproof
