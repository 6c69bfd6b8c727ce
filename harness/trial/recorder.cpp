// SPDX-License-Identifier: MIT
#include "trial/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "interposer/supervisor/heap_table.hpp"
#include "judge/coverage.hpp"
#include "judge/expectation.hpp"
#include "judge/limits.hpp"
#include "judge/roles.hpp"
#include "judge/windows.hpp"
#include "model/metric.hpp"
#include "model/scenario.hpp"
#include "text/numbers.hpp"
#include "trial/series_progress.hpp"
#include "trial/series_source.hpp"

namespace leakproof {
namespace {

constexpr double seconds_between_checkpoints = 5;
constexpr std::int64_t most_more_threads = 1024;
constexpr std::string_view nothing_counted =
    "no call of malloc was counted: it has an allocator of its own";

}  // namespace

Recorder::Recorder(const Trial& trial, Origin& origin, Worker& worker,
                   std::span<const ProbeEntry> probes, Now now)
    : trial_(trial),
      worker_(worker),
      request_line_(origin.request_line()),
      now_(std::move(now)),
      schedule_(trial.plan.horizon, trial.plan.seed),
      run_limits_(trial.plan, now_),
      batch_(worker.advance(0, request_line_)) {
  auto [sources, not_observable] = series_sources(
      batch_.reported, probes, {.pid = worker.pid(), .heap = worker.heap(), .origin = &origin});
  not_observable_ = std::move(not_observable);
  preload_obstacle_ = worker.preload_obstacle();
  const std::string uncollected = worker.uncollected();
  first_allocations_ = allocations();
  const bool has_allocated = first_allocations_ != 0;
  const Observable seen = observable(sources, has_allocated, !uncollected.empty());
  for (SeriesSource& source : sources) {
    const auto [kind, unit] = std::pair(source.metric.kind, source.metric.unit);
    series_.emplace_back(std::move(source), role_of(kind, unit, seen), trial.plan, uncollected,
                         role_reason(kind, unit, seen));
  }
  descriptors_.emplace(find(MetricKind::descriptor, Unit::count), trial.plan.max_descriptors);
  fetches_ = batch_.attempted;
  failed_ = batch_.failed;
  add_readings();
  run_limits_.start();
}

Ending Recorder::fetch_and_look(Observer& observer, const std::function<void()>& checkpoint) {
  while (true) {
    const std::int64_t at_most = descriptors_->fetches_left();
    if (at_most == 0) {
      end_.is_before_limit = true;
      return at_descriptor_limit();
    }
    fetch(std::min(schedule_.next(fetches_), at_most), at_most, observer);
    if (!batch_.last && ran_into_descriptor_limit()) return at_descriptor_limit();
    fetches_ += batch_.attempted;
    failed_ += batch_.failed;
    end_.by_itself = batch_.last;
    if (batch_.last) return Ending::budget;
    const bool has_looked = !batch_.is_within_round && read_and_look();
    if (is_at_thread_limit()) return at_thread_limit();
    if (const auto ended = ending(has_looked)) return *ended;
    const bool is_later_look = has_looked && fetches_ >= run_limits_.usual_budget();
    if (is_later_look) tell_progress(fetches_, observer, is_later_look);
    if (is_later_look || run_limits_.seconds() >= checkpointed_ + seconds_between_checkpoints) {
      checkpointed_ = run_limits_.seconds();
      checkpoint();
    }
    if (!schedule_.doubled(fetches_)) continue;
    for (SeriesRecorder& series : series_)
      if (!series.is_expensive()) series.thin();
  }
}

std::optional<Ending> Recorder::ending(bool has_looked) {
  if (leaks()) return Ending::other_series;
  if (!run_limits_.is_time_up()) return std::nullopt;
  const bool may_end = !is_any_open() && (has_looked || !grew_uncovered_);
  // Within a round, nothing is read; garbage makes a reading too high.
  if (!batch_.is_within_round && batch_.is_collected && (is_at_minimum() || may_end)) {
    confirm();
    if (leaks()) return Ending::other_series;
    grew_uncovered_ = !is_any_open() && grows_uncovered();
    if (!is_any_open() && !grew_uncovered_) return Ending::none;
  }
  // Not on a reading with garbage, unless none without it comes within another horizon.
  const auto later = batch_.is_collected ? 0 : trial_.plan.horizon;
  if (run_limits_.is_budget_spent(fetches_ - later)) return Ending::budget;
  return std::nullopt;
}

// A runtime's memory may still grow to its usual size. The next look tells more.
bool Recorder::grows_uncovered() const {
  std::vector<Finding> findings;
  for (const SeriesRecorder& series : series_) findings.push_back(series.finding());
  return uncovered_growth(findings) != nullptr;
}

// True once, when a run reaches the minimum that the plan requires. Its next look may then be half
// the run away.
bool Recorder::is_at_minimum() {
  if (was_at_minimum_ || !run_limits_.goes_on() || !run_limits_.has_fetched_enough(fetches_))
    return false;
  was_at_minimum_ = true;
  return true;
}

// A verdict holds only for the fetches that it has seen, so that no trial ends on an earlier one.
void Recorder::confirm() {
  const auto start = now_();
  for (SeriesRecorder& series : series_) {
    const bool is_read = !series.samples().empty() && series.samples().back().fetches == fetches_;
    if (!is_read) series.read(fetches_);
    series.confirm();
  }
  looking_ += now_() - start;
}

bool Recorder::is_any_open() const {
  return std::ranges::any_of(
      series_, [&](const SeriesRecorder& series) { return series.is_open(fetches_); });
}

bool Recorder::leaks() const {
  return std::ranges::any_of(
      series_, [](const SeriesRecorder& series) { return series.can_accuse() && series.leaks(); });
}

// Divides a batch into orders of about a second, so that a long batch is not mistaken for a
// worker that hangs and the observer receives progress. Garbage is collected only after the last:
// where that takes a second itself, as on a busy machine, each order would otherwise be one fetch.
// The end of a round may come later.
void Recorder::fetch(std::int64_t fetches, std::int64_t at_most, Observer& observer) {
  Batch sum;
  while (sum.attempted < fetches && !sum.last) {
    const auto in_a_second =
        static_cast<std::int64_t>(std::clamp(run_limits_.rate(fetches_), 1.0, 1e9));
    const std::int64_t left = fetches - sum.attempted;
    Batch piece = left > in_a_second ? worker_.advance_part(in_a_second, request_line_)
                                     : advance(left, at_most - sum.attempted);
    const bool has_fetched = piece.attempted > 0;
    piece.attempted += sum.attempted;
    piece.failed += sum.failed;
    sum = std::move(piece);
    tell_progress(fetches_ + sum.attempted, observer);
    if (!has_fetched) break;
  }
  batch_ = std::move(sum);
}

// To the end of a round, if the client works in rounds, as usage depends on the place in it. Not
// near a limit, nor during the warm-up, when short batches matter more.
Batch Recorder::advance(std::int64_t fetches, std::int64_t at_most) {
  const std::int64_t longest = run_limits_.longest_round();
  const bool is_warm =
      static_cast<double>(fetches_) >= warm_up_share * static_cast<double>(trial_.plan.horizon);
  if (!is_warm || at_most - fetches < longest) return worker_.advance(fetches, request_line_);
  return worker_.advance_to_end_of_round(fetches, request_line_, longest,
                                         [&](const std::vector<Reported>& reported) {
                                           for (SeriesRecorder& series : series_)
                                             series.read_within_round(reported);
                                         });
}

void Recorder::tell_progress(std::int64_t fetches, Observer& observer, bool is_later_look) {
  const double seconds = run_limits_.seconds();
  if (!is_later_look && seconds < told_ + 1) return;
  told_ = seconds;
  Progress progress{.trial = trial_,
                    .fetches = fetches,
                    .seconds = seconds,
                    .rising = rising(series_),
                    .is_later_look = is_later_look};
  if (run_limits_.goes_on()) progress.seconds_left = run_limits_.seconds_left(fetches);
  if (const auto look = next_look(series_, fetches_); look && fetches > 0) {
    const auto missing = std::max<std::int64_t>(0, *look - fetches);
    progress.seconds_to_look = static_cast<double>(missing) / run_limits_.rate(fetches);
  }
  observer.progressed(progress);
}

bool Recorder::read_and_look() {
  const auto start = now_();
  add_readings();
  if (!batch_.is_collected) return false;
  bool looked = false;
  for (SeriesRecorder& series : series_) {
    // Series with a smaller horizon_share have additional looks, which do not count here.
    if (series.look_if_due()) looked = looked || series.metric().horizon_share == 1;
  }
  looking_ += now_() - start;
  return looked;
}

// Not where garbage may remain: a reading would be too high, by an amount that varies, and the next
// one without garbage comes soon.
void Recorder::add_readings() {
  descriptors_->read(fetches_);
  if (!batch_.is_collected) return;
  fetches_of_readings_ = fetches_;
  ++end_.readings;
  if (!batch_.is_quiescent) ++end_.restless_readings;
  for (const Reported& reported : batch_.reported) {
    SeriesRecorder* const series = find(reported.name);
    if (series != nullptr && series->is_reported()) series->add({fetches_, reported.value});
  }
  const bool is_look = std::ranges::any_of(series_, [&](const SeriesRecorder& series) {
    return series.is_expensive() && series.is_due(fetches_);
  });
  const bool read_expensive = schedule_.expensive(fetches_, is_look);
  for (SeriesRecorder& series : series_) {
    if (read_expensive || !series.is_expensive()) series.read(fetches_);
  }
  if (const auto before_end = batch_.fetches_to_end_of_round) {
    schedule_.round_is_at_least(*before_end + 1);
    for (SeriesRecorder& series : series_) series.compare_with_end_of_round(*before_end);
  }
  add_collected_descriptors();
}

void Recorder::add_collected_descriptors() {
  const SeriesRecorder* const descriptors = find(MetricKind::descriptor, Unit::count);
  const auto before = batch_.descriptors_before_collection;
  if (!before || descriptors == nullptr || descriptors->samples().empty()) return;
  end_.collected.add(*before, descriptors->samples().back().value);
}

// Fetches beyond the limit fail because of it, so they and the next reading do not count
// towards the client's growth.
bool Recorder::ran_into_descriptor_limit() {
  const bool completes = expected_outcome(trial_) == ExpectedOutcome::whole_reply;
  const std::int64_t refused = completes ? batch_.failed : 0;
  if (!descriptors_->is_at_limit(refused)) return false;
  fetches_ += batch_.attempted - refused;
  failed_ += batch_.failed - refused;
  return true;
}

bool Recorder::failed_at_descriptor_limit() {
  if (!descriptors_->was_near_limit()) return false;
  at_descriptor_limit();
  return true;
}

Ending Recorder::at_descriptor_limit() {
  end_.limit = fmt::format("its descriptor limit of {}", grouped(descriptors_->limit()));
  find(MetricKind::descriptor, Unit::count)->at_limit();
  return Ending::cap;
}

// So many that the process slows down, and with it whatever is left to measure.
bool Recorder::is_at_thread_limit() {
  const SeriesRecorder* const threads = find(MetricKind::thread, Unit::count);
  if (threads == nullptr || threads->samples().empty()) return false;
  return threads->samples().back().value - threads->samples().front().value >= most_more_threads;
}

Ending Recorder::at_thread_limit() {
  end_.limit =
      fmt::format("the limit of {} more threads than at its start", grouped(most_more_threads));
  find(MetricKind::thread, Unit::count)->at_limit();
  return Ending::cap;
}

void Recorder::at_memory_limit(std::string_view limit) {
  end_.limit = limit;
  for (SeriesRecorder& series : series_) {
    if (counts_towards_memory_limit(series.metric()) && series.can_accuse()) series.at_limit();
  }
}

// A series that reached its limit may prove a leak, which cuts the others short.
void Recorder::finish(Ending ending) {
  end_.unmeasured_growth = worker_.unmeasured_growth(fetches_);
  // At a limit nothing is read, so that no series has ceased there.
  const std::int64_t read_until = ending == Ending::cap ? fetches_of_readings_ : fetches_;
  for (SeriesRecorder& series : series_)
    if (series.is_at_limit()) series.finish(ending, read_until);
  const Ending of_others = leaks() ? Ending::other_series : ending;
  for (SeriesRecorder& series : series_)
    if (!series.is_at_limit()) series.finish(of_others, read_until);
}

void Recorder::write_to(Result& result) {
  result.fetches = fetches_;
  result.failed = failed_;
  result.fetching_seconds = run_limits_.seconds();
  result.looking_seconds = std::chrono::duration<double>(looking_).count();
  result.not_observable = not_observable_;
  result.preload_obstacle = preload_obstacle_;
  result.uncollected = worker_.uncollected();
  result.collection_obstacle = worker_.collection_obstacle();
  const bool counts_nothing = allocations() == 0;
  if (counts_nothing) result.preload_obstacle = std::string(nothing_counted);
  for (const SeriesRecorder& series : series_) {
    if (counts_nothing && series.metric().kind == MetricKind::heap) {
      result.not_observable.push_back(series.metric().name);
    } else {
      result.findings.push_back(series.finding());
    }
  }
  result.peak_bytes = peak_bytes();
  if (const auto now = allocations(); now && first_allocations_) {
    result.allocations = *now - *first_allocations_;
  }
}

// The current peak, or the last reading if the worker has ended.
std::optional<std::int64_t> Recorder::peak_bytes() {
  SeriesRecorder* const peak = find(MetricKind::peak_memory, Unit::bytes);
  if (peak == nullptr) return std::nullopt;
  if (const auto present = peak->present()) return present;
  return peak->samples().empty() ? std::nullopt : std::optional(peak->samples().back().value);
}

std::optional<std::int64_t> Recorder::allocations() const {
  if (worker_.heap() == nullptr) return std::nullopt;
  const auto counts = worker_.heap()->read(worker_.pid());
  return counts ? std::optional(counts->allocations) : std::nullopt;
}

SeriesRecorder* Recorder::find(std::string_view metric) {
  const auto found = std::ranges::find_if(
      series_, [&](const SeriesRecorder& series) { return series.metric().name == metric; });
  return found == series_.end() ? nullptr : &*found;
}

SeriesRecorder* Recorder::find(MetricKind kind, Unit unit) {
  const auto found = std::ranges::find_if(
      series_, [&](const SeriesRecorder& series) { return series.metric().is(kind, unit); });
  return found == series_.end() ? nullptr : &*found;
}

}  // namespace leakproof
