// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "judge/round_scatter.hpp"
#include "judge/series_judge.hpp"
#include "model/finding.hpp"
#include "model/plan.hpp"
#include "model/probe.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"
#include "model/worker.hpp"
#include "trial/series_source.hpp"

namespace leakproof {

/// Reads one series of a trial, stores its samples and judges them.
class SeriesRecorder {
 public:
  /// `uncollected` names a managed runtime that could not be made to collect its garbage;
  /// empty if there is none.
  SeriesRecorder(SeriesSource, Role, const Plan&, std::string uncollected,
                 std::string_view role_reason = "");

  const Metric& metric() const { return series_.metric; }

  std::span<const Sample> samples() const { return series_.samples; }

  /// Reads a value within a round of the client, unless the series cannot accuse or takes long to
  /// read.
  void read_within_round(std::span<const Reported>);

  /// Compares it with the last reading, which was taken at the end of the round, so many fetches
  /// later.
  void compare_with_end_of_round(std::int64_t before_end);

  /// Is it read less often than other series? A fallback is read every time, at any cost.
  bool is_expensive() const { return is_expensive_; }

  /// Does the worker report its values? Otherwise a gauge reads them.
  bool is_reported() const { return gauge_ == nullptr; }

  /// The current value; empty if there is no gauge or the process has ended.
  std::optional<std::int64_t> present() { return gauge_ ? gauge_->read() : std::nullopt; }

  /// The value beyond which the process gets no more of this resource, if known.
  std::optional<std::int64_t> limit() { return gauge_ ? gauge_->limit() : std::nullopt; }

  /// Adds the current value to the series, if there is one.
  void read(std::int64_t fetches);
  void add(Sample sample) { series_.samples.push_back(sample); }

  /// Halves a long series; see thinned().
  void thin();

  /// Would a reading after `fetches` make a look due?
  bool is_due(std::int64_t fetches) const { return judge_.is_due(fetches); }

  /// The number of fetches from which on the next look is due.
  std::int64_t next_look() const { return judge_.next_look(); }

  /// The growth so far, if there are enough readings.
  std::optional<Growth> growth() const;

  /// Looks at the series if a look is due. Returns whether it looked.
  bool look_if_due();

  /// Records that the worker reached the limit of this resource.
  void at_limit() { at_limit_ = true; }
  bool is_at_limit() const { return at_limit_; }

  /// Looks at the series because the trial could end here; see SeriesJudge::confirm().
  void confirm();

  /// Takes the last look of a run of `fetches`. No readings may follow.
  void finish(Ending, std::int64_t fetches);

  /// Can a leak of this series end the trial?
  bool can_accuse() const { return judge_.role() != Role::informational; }

  bool leaks() const { return judge_.leaks(); }

  /// Does the trial have to go on after `fetches` because of this series? A series that is no
  /// longer read is not waited for.
  bool is_open(std::int64_t fetches) const { return judge_.is_open() && !has_ceased(fetches); }

  Finding finding() const;

 private:
  void require_more_than_scatter();
  bool has_ceased(std::int64_t fetches) const;

  std::unique_ptr<Gauge> gauge_;
  bool is_expensive_;
  Series series_;
  std::string role_reason_;
  SeriesJudge judge_;
  RoundScatter scatter_{};
  std::optional<std::int64_t> within_round_{};  // the reading of the round that has not ended
  bool at_limit_ = false;
  std::string ceased_;  // why it is inconclusive although it was looked at
};

}  // namespace leakproof
