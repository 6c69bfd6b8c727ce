// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "judge/judge_trial.hpp"
#include "judge/staircase.hpp"
#include "model/observer.hpp"
#include "model/origin.hpp"
#include "model/probe.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "trial/run_limits.hpp"
#include "trial/sampling_schedule.hpp"
#include "trial/series_recorder.hpp"

namespace leakproof {

/// The readings of one trial while it runs: fetch, park, read, look, and again. All that
/// it is given must outlive it.
class Recorder {
 public:
  /// Attaches every probe that can see the worker and takes the first readings.
  /// Throws what Worker::advance throws, here and below.
  Recorder(const Trial&, Origin&, Worker&, std::span<const ProbeEntry>,
           Now now = std::chrono::steady_clock::now);

  /// Fetches until every deciding series is settled, one leaks, the budget is spent, or
  /// the worker is at a limit, and not before the plan's least fetches and seconds are
  /// over. Says why it ended. While a run goes on for these alone, the observer hears
  /// how far it is, and `looked` is called after each look beyond the usual ones.
  Ending fetch_and_look(Observer&, const std::function<void()>& looked);

  /// Does the plan ask for more than a verdict takes?
  bool goes_on() const { return run_limits_.goes_on(); }

  /// After the worker failed: was that its descriptor limit? Takes note of the limit if
  /// so.
  bool failed_at_descriptor_limit();

  /// The worker used more memory than it may.
  void at_memory_limit(std::string_view limit);

  /// The last look at everything. Nothing more is fetched.
  void finish(Ending);

  /// The figures of the whole trial; the worker must still be there.
  void write_to(Result&);

  const TrialEnd& end() const { return end_; }

 private:
  void fetch(std::int64_t fetches, Observer&);
  void tell_progress(std::int64_t fetches, Observer&);
  std::optional<Ending> ending() const;
  bool read_and_look();
  void add_readings();
  bool ran_into_descriptor_limit();
  void at_descriptor_limit(SeriesRecorder& descriptors);
  std::optional<std::int64_t> peak_bytes();
  std::optional<std::int64_t> allocations() const;
  SeriesRecorder* find(std::string_view metric);
  SeriesRecorder* find(MetricKind, Unit);
  bool any_deciding(bool (SeriesRecorder::*is)() const) const;
  bool all_deciding(bool (SeriesRecorder::*is)() const) const;

  const Trial& trial_;
  Worker& worker_;
  const std::string request_line_;
  Now now_;
  SamplingSchedule schedule_;
  RunLimits run_limits_;  // started when the first fetch is ordered
  Batch batch_;           // what the last order came to
  std::vector<SeriesRecorder> series_;
  std::vector<std::string> not_observable_;
  std::optional<std::int64_t> first_allocations_;
  TrialEnd end_;
  std::int64_t fetches_ = 0;
  std::int64_t failed_ = 0;
  std::chrono::steady_clock::duration looking_{};
  double told_ = 0;  // seconds at which the observer last heard of progress
};

}  // namespace leakproof
