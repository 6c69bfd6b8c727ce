// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "judge/staircase.hpp"
#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/plan.hpp"
#include "model/probe.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// One resource of one trial: where its readings come from, what they were, and
/// what is to be said of them so far.
class SeriesRecorder {
 public:
  /// `gauge` may be null: its readings are then added by hand.
  SeriesRecorder(Metric, const Plan&, std::unique_ptr<Gauge> gauge, bool expensive);

  const Metric& metric() const { return metric_; }
  bool expensive() const { return expensive_; }
  bool decides() const { return decides_ && (!only_accuses_ || settled()); }

  /// Nothing sees the heap itself: a stand-in for it decides from now on.
  void stand_in();

  /// The same of a runtime that collects garbage when it likes: then growth, too,
  /// leaves the question open.
  void stand_in_uncollected(std::string_view runtime);

  /// Whatever this does, it is not the client's doing.
  void show_only() { decides_ = false; }

  /// Growth here accuses, but a clean verdict does not wait for it to settle.
  void only_accuse() { only_accuses_ = true; }

  /// The present value; nothing if there is no gauge or the process has gone.
  std::optional<std::int64_t> present() { return gauge_ ? gauge_->read() : std::nullopt; }

  /// Adds the present value to the series, if there is one.
  void read(std::int64_t fetches);

  void add(Sample sample) { staircase_.add(sample); }
  void thin() { staircase_.thin(); }

  /// Is it looked at, if it is read after so many fetches?
  bool looks_at(std::int64_t fetches) const { return !leaks() && staircase_.due_at(fetches); }

  const std::vector<Sample>& samples() const { return staircase_.samples(); }

  /// Looks, if it is time to. Clean is not the last word: a series that was
  /// cleared early is looked at for as long as the trial goes on, and if it
  /// rises then it has to be cleared again. Says whether it looked.
  bool look_if_due();

  /// The worker ran into a limit on this very resource. If every reading was
  /// higher than the one before, that is proof however short the run was.
  void at_limit() { at_limit_ = true; }

  /// The last look. Nothing more is read.
  void finish(Ending);

  bool leaks() const { return uncollected_.empty() && verdict_.ruling == Ruling::leaks; }
  bool settled() const { return verdict_.ruling != Ruling::inconclusive && !reopened_; }

  /// At the last look no window grew as fast as would matter, and one did not at all.
  bool flat() const {
    return verdict_.growth.low <= 0 && verdict_.growth.high < criteria_.tolerable_per_fetch;
  }
  bool spent() const { return staircase_.spent(); }

  Finding finding() const;

 private:
  void take(Verdict);
  bool only_rose() const;

  Metric metric_;
  std::unique_ptr<Gauge> gauge_;
  bool expensive_;
  bool decides_;
  bool only_accuses_ = false;
  Criteria criteria_;
  Staircase staircase_;
  Verdict verdict_{.reason = "not looked at yet"};
  bool reopened_ = false;
  bool at_limit_ = false;
  std::string uncollected_;  // the runtime whose garbage is read here
};

}  // namespace leakproof
