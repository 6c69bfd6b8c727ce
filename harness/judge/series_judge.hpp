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

/// Judges one series of a trial, in its role, while it is recorded. The caller keeps the
/// samples and passes all of them to each look.
class SeriesJudge {
 public:
  /// `uncollected` names a managed runtime that could not be made to collect its garbage;
  /// empty if there is none. A fallback series then has slack for the garbage, and its
  /// growth is inconclusive.
  SeriesJudge(Role, Criteria, std::string uncollected);

  Role role() const { return role_; }

  /// Does the trial wait for this series, or does its ruling depend on it?
  bool decides() const;

  /// Is a look due after `fetches`? A series that leaks needs no further looks.
  bool is_due(std::int64_t fetches) const { return !leaks() && staircase_.due_at(fetches); }

  /// Looks at the series while the trial goes on. A series that rises after a clean verdict
  /// must be found clean again.
  void look(std::span<const Sample>);

  /// The last look. `at_limit`: the worker reached a limit of this resource.
  void finish(std::span<const Sample>, Ending, bool at_limit);

  bool leaks() const { return uncollected_.empty() && verdict_.ruling == Ruling::leaks; }
  bool is_settled() const { return verdict_.ruling != Ruling::inconclusive && !reopened_; }
  bool is_spent(std::int64_t fetches) const { return fetches >= criteria_.budget(); }

  /// At the last look, did every window grow by less than the tolerable rate, and at least one
  /// window not grow at all?
  bool is_flat() const;

  /// The verdict so far.
  Verdict verdict() const;

 private:
  void take(Verdict);

  Role role_;
  std::string uncollected_;
  Criteria criteria_;
  Staircase staircase_;
  Verdict verdict_{.reason = "not looked at yet"};
  bool reopened_ = false;
};

}  // namespace leakproof
