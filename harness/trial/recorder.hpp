// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

/// The readings of one trial while it runs: fetch, park, read, look, and again.
class Recorder {
 public:
  /// Attaches every probe that can see the worker and takes the first readings.
  /// Throws what Worker::advance throws, here and below.
  Recorder(const Trial&, Origin&, Worker&, std::span<const ProbeEntry>);

  /// Fetches until every deciding series is settled, one leaks, the budget is
  /// spent, or the worker is at a limit, and not before the plan's least fetches and
  /// seconds are over. Says why it ended. Of a run that goes on for these alone the
  /// observer hears how far it is, and `looked` is called after each look beyond those.
  Ending fetch_and_look(Observer&, const std::function<void()>& looked);

  /// Does the plan ask for more than a verdict takes?
  bool goes_on() const { return limits_->goes_on(); }

  /// After the worker failed: was that its descriptor limit? Some clients hang
  /// there, and some die. Takes note of the limit if so.
  bool near_descriptor_limit();

  /// The worker used more memory than it may.
  void at_memory_limit(std::string_view limit);

  /// The last look at everything. Nothing more is fetched.
  void finish(Ending);

  /// The figures of the whole trial; the worker must still be there.
  void write_to(Result&);

  /// It is no longer there to be read: it came to its own end.
  bool ended_by_itself() const { return batch_.last; }

  /// "its descriptor limit of 1,024", where the worker ran into one.
  const std::string& limit() const { return limit_; }

 private:
  using Clock = std::chrono::steady_clock;

  void attach();
  void fetch(std::int64_t fetches, Observer&);
  bool read_and_look();
  bool has_own_heap() const;
  void on(MetricKind, Unit, void (SeriesRecorder::*apply)());
  void add_readings();
  void add_dear_readings();
  bool at_descriptor_limit();
  std::string descriptor_limit() const;
  std::optional<std::int64_t> allocations() const;
  SeriesRecorder* find(std::string_view metric);
  SeriesRecorder* find(MetricKind, Unit);
  bool any_deciding(bool (SeriesRecorder::*is)() const) const;
  bool all_deciding(bool (SeriesRecorder::*is)() const) const;

  const Trial& trial_;
  Origin& origin_;
  Worker& worker_;
  std::span<const ProbeEntry> probes_;
  const std::string request_line_;
  SamplingSchedule schedule_;
  Batch batch_;  // what the last order came to
  std::vector<SeriesRecorder> channels_;
  std::vector<std::string> not_observable_;
  std::optional<std::int64_t> first_allocations_;
  std::string limit_;
  std::int64_t fetches_ = 0;
  std::int64_t failed_ = 0;
  std::optional<RunLimits> limits_{};  // from when the first fetch is ordered
  Clock::duration looking_{};
  double told_ = 0;  // seconds at which the observer last heard of progress
};

}  // namespace leakproof
