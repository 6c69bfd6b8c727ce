// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "judge/series_judge.hpp"
#include "model/finding.hpp"
#include "model/plan.hpp"
#include "model/probe.hpp"
#include "model/series.hpp"
#include "trial/series_source.hpp"

namespace leakproof {

/// One series of one trial: it takes the readings, keeps them, and has them judged.
class SeriesRecorder {
 public:
  /// `uncollected` names the managed runtime that was not made to collect its garbage;
  /// empty where none runs.
  SeriesRecorder(SeriesSource, Role, const Plan&, std::string uncollected);

  const Metric& metric() const { return series_.metric; }
  std::span<const Sample> samples() const { return series_.samples; }

  /// Is it read at fewer stops than others? A fallback is read at each, whatever that costs.
  bool is_expensive() const { return is_expensive_; }

  /// The present value; nothing if there is no gauge or the process has gone.
  std::optional<std::int64_t> present() { return gauge_ ? gauge_->read() : std::nullopt; }

  /// Adds the present value to the series, if there is one.
  void read(std::int64_t fetches);
  void add(Sample sample) { series_.samples.push_back(sample); }

  /// Halves a long series. See thinned().
  void thin();

  /// Would it be looked at, if it were read after so many fetches?
  bool is_due(std::int64_t fetches) const { return judge_.is_due(fetches); }

  /// Looks, if a look is due. Says whether it looked.
  bool look_if_due();

  /// The worker ran into a limit of this very resource.
  void at_limit() { at_limit_ = true; }

  /// The last look. Nothing more is read.
  void finish(Ending);

  bool decides() const { return judge_.decides(); }
  bool leaks() const { return judge_.leaks(); }
  bool is_settled() const { return judge_.is_settled(); }
  bool is_flat() const { return judge_.is_flat(); }
  bool is_spent() const;

  Finding finding() const;

 private:
  std::unique_ptr<Gauge> gauge_;
  bool is_expensive_;
  Series series_;
  SeriesJudge judge_;
  bool at_limit_ = false;
};

}  // namespace leakproof
