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

/// Judges one series of a trial while it is recorded, in the role that it has there. The
/// samples stay with the caller, who passes all of them to each look.
class SeriesJudge {
 public:
  /// `uncollected` names the managed runtime that was not made to collect its garbage;
  /// empty where none runs. A fallback series then has slack for the garbage, and its
  /// growth leaves the question open.
  SeriesJudge(Role, Criteria, std::string uncollected);

  Role role() const { return role_; }

  /// Does the end of the trial wait for this series, or its ruling rest on it?
  bool decides() const;

  /// Is a look due after so many fetches? A series that leaks needs no more of them.
  bool is_due(std::int64_t fetches) const { return !leaks() && staircase_.due_at(fetches); }

  /// A look while the trial goes on. Clean is not the last word: if a series rises that
  /// was cleared before, it has to be cleared again.
  void look(std::span<const Sample>);

  /// The last look. `at_limit` says that the worker ran into a limit of this resource.
  void finish(std::span<const Sample>, Ending, bool at_limit);

  bool leaks() const { return uncollected_.empty() && verdict_.ruling == Ruling::leaks; }
  bool is_settled() const { return verdict_.ruling != Ruling::inconclusive && !reopened_; }
  bool is_spent(std::int64_t fetches) const { return fetches >= criteria_.budget(); }

  /// At the last look no window grew as fast as would matter, and one did not at all.
  bool is_flat() const;

  /// What is to be said of the series so far.
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
