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
#include "trial/descriptor_watch.hpp"
#include "trial/run_limits.hpp"
#include "trial/sampling_schedule.hpp"
#include "trial/series_recorder.hpp"

namespace leakproof {

/// Records one trial: fetches a batch, waits until the worker is idle, reads all series,
/// looks at them, and repeats. All arguments must outlive it.
class Recorder {
 public:
  /// Attaches every probe that can observe the worker and takes the first readings. This and
  /// fetch_and_look() throw the exceptions of Worker::advance().
  Recorder(const Trial&, Origin&, Worker&, std::span<const ProbeEntry>,
           Now now = std::chrono::steady_clock::now);

  /// Fetches until a series leaks, the worker reaches a limit or ends, or the plan's minimum
  /// fetches and seconds are over and either a look at every series at this number of fetches
  /// finds nothing open or the budget is used up. Returns why it ended. `checkpoint` is called
  /// after each look beyond the usual budget and every five seconds.
  Ending fetch_and_look(Observer&, const std::function<void()>& checkpoint);

  /// Call it after the worker failed. Was the worker near its descriptor limit? If so, records
  /// that the trial ended at the limit.
  bool failed_at_descriptor_limit();

  /// Records that the worker exceeded its memory limit, described by `limit`.
  void at_memory_limit(std::string_view limit);

  /// Takes the last look at every series. No fetches may follow.
  void finish(Ending);

  /// Writes the numbers and findings of the trial. The worker must not be destroyed yet.
  void write_to(Result&);

  const TrialEnd& end() const { return end_; }

 private:
  void fetch(std::int64_t fetches, std::int64_t at_most, Observer&);
  Batch advance(std::int64_t fetches, std::int64_t at_most);
  void tell_progress(std::int64_t fetches, Observer&, bool is_later_look = false);
  std::optional<Ending> ending(bool has_looked);
  bool is_at_minimum();
  bool is_any_open() const;
  bool grows_uncovered() const;
  bool leaks() const;
  void confirm();
  bool read_and_look();
  void add_readings();
  void add_collected_descriptors();
  bool ran_into_descriptor_limit();
  Ending at_descriptor_limit();
  bool is_at_thread_limit();
  Ending at_thread_limit();
  std::optional<std::int64_t> peak_bytes();
  std::optional<std::int64_t> allocations() const;
  SeriesRecorder* find(std::string_view metric);
  SeriesRecorder* find(MetricKind, Unit);

  const Trial& trial_;
  Worker& worker_;
  const std::string request_line_;
  Now now_;
  SamplingSchedule schedule_;
  RunLimits run_limits_;  // started before the first fetch
  Batch batch_;           // outcome of the last batch
  std::vector<SeriesRecorder> series_;
  std::optional<DescriptorWatch> descriptors_;  // always has one: made after the series
  std::vector<std::string> not_observable_;
  std::string preload_obstacle_;
  std::optional<std::int64_t> first_allocations_;
  TrialEnd end_;
  std::int64_t fetches_ = 0;
  std::int64_t failed_ = 0;
  std::int64_t fetches_of_readings_ = 0;  // made before the last readings
  bool was_at_minimum_ = false;
  bool grew_uncovered_ = false;  // when all series that decide were clean
  std::chrono::steady_clock::duration looking_{};
  double told_ = 0;          // time of the last progress event, in seconds
  double checkpointed_ = 0;  // of the last checkpoint
};

}  // namespace leakproof
