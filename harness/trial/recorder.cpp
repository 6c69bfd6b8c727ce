// SPDX-License-Identifier: MIT
#include "trial/recorder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "interposer/supervisor/heap_table.hpp"
#include "model/metric.hpp"
#include "model/scenario.hpp"
#include "runtimes/catalogue.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

// A client that is this close to its limit may have been refused already.
constexpr std::int64_t last_descriptors = 8;

// A number that a worker reports is judged as the probe's or the runtime's metric of
// that name, if there is one.
Metric reported_metric(const std::string& name, std::span<const ProbeEntry> probes) {
  const auto probe = std::ranges::find(
      probes, name,
      [](const ProbeEntry& entry) -> const std::string& { return entry.metric.name; });
  if (probe != probes.end()) return probe->metric;
  for (const RuntimeEntry& runtime : runtimes::catalogue()) {
    if (runtime.heap && runtime.heap->name == name) return *runtime.heap;
  }
  return {.name = name, .kind = MetricKind::runtime_heap, .grain = 8, .tolerable_per_fetch = 128};
}

}  // namespace

Recorder::Recorder(const Trial& trial, Origin& origin, Worker& worker,
                   std::span<const ProbeEntry> probes)
    : trial_(trial),
      origin_(origin),
      worker_(worker),
      probes_(probes),
      request_line_(origin.request_line()),
      schedule_(trial.plan.horizon, trial.plan.seed) {
  batch_ = worker_.advance(0, request_line_);
  attach();
  first_allocations_ = allocations();
  add_readings();
  limits_.emplace(trial.plan);
}

void Recorder::attach() {
  for (const Reported& reported : batch_.reported) {
    channels_.emplace_back(reported_metric(reported.name, probes_), trial_.plan, nullptr, false);
  }
  const ProbeTarget target{.pid = worker_.pid(), .heap = worker_.heap(), .origin = &origin_};
  const bool under_a_tool = find(MetricKind::heap, Unit::bytes) != nullptr;
  for (const ProbeEntry& probe : probes_) {
    if (find(probe.metric.name) != nullptr) continue;  // the worker knows it better
    if (auto gauge = probe.attach(target)) {
      channels_.emplace_back(probe.metric, trial_.plan, std::move(gauge), probe.expensive);
    } else {
      not_observable_.push_back(probe.metric.name);
    }
  }
  if (find(MetricKind::heap, Unit::bytes) == nullptr && batch_.reported.empty()) {
    for (SeriesRecorder& channel : channels_) channel.stand_in();
  }
  // Freed when the collector comes: what is seen of such a heap is noise.
  if (const std::string runtime = worker_.uncollected(); !runtime.empty()) {
    for (const MetricKind kind : {MetricKind::heap, MetricKind::mapping}) {
      on(kind, Unit::bytes, &SeriesRecorder::show_only);
      on(kind, Unit::count, &SeriesRecorder::show_only);
    }
    for (SeriesRecorder& channel : channels_) channel.stand_in_uncollected(runtime);
  }
  // A sanitizer or Valgrind maps and unmaps as it pleases, and its quarantine
  // with it: its mappings are not the client's. Nor are those of a runtime that
  // tells its own heap, which lives in them.
  if (under_a_tool || has_own_heap())
    on(MetricKind::mapping, Unit::count, &SeriesRecorder::show_only);
  // Threads come and go with their stacks and arenas. Where the program's own
  // mappings are counted, a clean verdict need not wait for the rest of them.
  if (find(MetricKind::mapping, Unit::bytes) != nullptr)
    on(MetricKind::mapping, Unit::count, &SeriesRecorder::only_accuse);
  if (has_own_heap()) {
    on(MetricKind::mapping, Unit::bytes, &SeriesRecorder::show_only);
    // Code is compiled, and tables grow, for as long as it likes.
    on(MetricKind::heap, Unit::count, &SeriesRecorder::only_accuse);
    on(MetricKind::heap, Unit::bytes, &SeriesRecorder::only_accuse);
  }
}

bool Recorder::has_own_heap() const {
  return std::ranges::any_of(channels_, [](const SeriesRecorder& channel) {
    return channel.metric().kind == MetricKind::runtime_heap;
  });
}

void Recorder::on(MetricKind kind, Unit unit, void (SeriesRecorder::*apply)()) {
  if (SeriesRecorder* const channel = find(kind, unit)) (channel->*apply)();
}

Ending Recorder::fetch_and_look(Observer& observer, const std::function<void()>& looked) {
  while (true) {
    fetch(schedule_.next(fetches_), observer);
    if (!batch_.last && at_descriptor_limit()) return Ending::cap;
    fetches_ += batch_.attempted;
    failed_ += batch_.failed;
    if (batch_.last) return Ending::budget;
    const bool has_looked = read_and_look();
    if (any_deciding(&SeriesRecorder::leaks)) return Ending::other_series;
    if (limits_->is_time_up()) {
      if (all_deciding(&SeriesRecorder::settled)) return Ending::none;
      if (all_deciding(&SeriesRecorder::spent)) return Ending::budget;
      // The next look of a run that goes on may be half as far again.
      if (limits_->goes_on() && limits_->has_fetched_enough(fetches_) &&
          all_deciding(&SeriesRecorder::flat)) {
        return Ending::budget;
      }
    }
    if (has_looked && limits_->goes_on() && fetches_ >= limits_->usual_budget()) looked();
    if (schedule_.doubled(fetches_)) {
      for (SeriesRecorder& channel : channels_) {
        if (!channel.expensive()) channel.thin();
      }
    }
  }
}

// In pieces of about a second: none is taken for a worker that hangs, and there is
// something to tell.
void Recorder::fetch(std::int64_t fetches, Observer& observer) {
  Batch sum;
  while (sum.attempted < fetches && !sum.last) {
    const auto in_a_second =
        static_cast<std::int64_t>(std::clamp(limits_->rate(fetches_), 1.0, 1e9));
    Batch piece = worker_.advance(std::min(fetches - sum.attempted, in_a_second), request_line_);
    sum.attempted += piece.attempted;
    sum.failed += piece.failed;
    sum.reported = std::move(piece.reported);
    sum.last = piece.last;
    if (limits_->goes_on() && limits_->seconds() >= told_ + 1) {
      told_ = limits_->seconds();
      observer.progressed({.trial = trial_,
                           .fetches = fetches_ + sum.attempted,
                           .seconds = told_,
                           .seconds_left = limits_->seconds_left(fetches_)});
    }
    if (piece.attempted == 0) break;
  }
  batch_ = std::move(sum);
}

bool Recorder::read_and_look() {
  const auto start = Clock::now();
  add_readings();
  bool looked = false;
  for (SeriesRecorder& channel : channels_) {
    // Scarce resources are looked at in between as well.
    if (channel.look_if_due()) looked = looked || channel.metric().horizon_share == 1;
  }
  looking_ += Clock::now() - start;
  return looked;
}

void Recorder::add_readings() {
  for (const Reported& reported : batch_.reported) {
    if (SeriesRecorder* const channel = find(reported.name))
      channel->add({fetches_, reported.value});
  }
  for (SeriesRecorder& channel : channels_) {
    if (!channel.expensive()) channel.read(fetches_);
  }
  const bool is_look = std::ranges::any_of(channels_, [&](const SeriesRecorder& channel) {
    return channel.expensive() && channel.looks_at(fetches_);
  });
  if (schedule_.expensive(fetches_, is_look)) add_dear_readings();
}

void Recorder::add_dear_readings() {
  for (SeriesRecorder& channel : channels_) {
    if (channel.expensive()) channel.read(fetches_);
  }
}

// Fetches beyond the limit fail for the limit's sake: they and the reading
// after them say nothing of the client's own growth.
bool Recorder::at_descriptor_limit() {
  SeriesRecorder* const descriptors = find(MetricKind::descriptor, Unit::count);
  const auto open = descriptors != nullptr ? descriptors->present() : std::nullopt;
  if (!open) return false;
  const std::int64_t limit = trial_.plan.max_descriptors;
  const bool completes = expected_outcome(trial_) == ExpectedOutcome::whole_reply;
  const bool refused = completes && batch_.failed > 0 && 10 * *open >= 9 * limit;
  if (*open < limit - last_descriptors && !refused) return false;
  fetches_ += batch_.attempted - (completes ? batch_.failed : 0);
  failed_ += completes ? 0 : batch_.failed;
  limit_ = descriptor_limit();
  descriptors->at_limit();
  return true;
}

bool Recorder::near_descriptor_limit() {
  SeriesRecorder* const descriptors = find(MetricKind::descriptor, Unit::count);
  if (descriptors == nullptr || descriptors->samples().empty()) return false;
  if (10 * descriptors->samples().back().value < 9 * trial_.plan.max_descriptors) return false;
  limit_ = descriptor_limit();
  descriptors->at_limit();
  return true;
}

std::string Recorder::descriptor_limit() const {
  return fmt::format("its descriptor limit of {}", grouped(trial_.plan.max_descriptors));
}

void Recorder::at_memory_limit(std::string_view limit) {
  limit_ = limit;
  for (const MetricKind kind : {MetricKind::heap, MetricKind::private_memory}) {
    if (SeriesRecorder* const channel = find(kind, Unit::bytes);
        channel != nullptr && channel->decides()) {
      channel->at_limit();
    }
  }
}

void Recorder::finish(Ending ending) {
  for (SeriesRecorder& channel : channels_) channel.finish(ending);
}

void Recorder::write_to(Result& result) {
  result.fetches = fetches_;
  result.failed = failed_;
  result.fetching_seconds = limits_->seconds();
  result.looking_seconds = std::chrono::duration<double>(looking_).count();
  result.not_observable = not_observable_;
  for (const SeriesRecorder& channel : channels_) result.findings.push_back(channel.finding());
  if (SeriesRecorder* const peak = find(MetricKind::peak_memory, Unit::bytes)) {
    result.peak_bytes = peak->present();
    if (!result.peak_bytes && !peak->samples().empty()) {
      result.peak_bytes = peak->samples().back().value;  // it has ended
    }
  }
  if (const auto now = allocations(); now && first_allocations_) {
    result.allocations = *now - *first_allocations_;
  }
}

std::optional<std::int64_t> Recorder::allocations() const {
  if (worker_.heap() == nullptr) return std::nullopt;
  const auto counts = worker_.heap()->read(worker_.pid());
  return counts ? std::optional(counts->allocations) : std::nullopt;
}

SeriesRecorder* Recorder::find(std::string_view metric) {
  const auto found = std::ranges::find_if(
      channels_, [&](const SeriesRecorder& channel) { return channel.metric().name == metric; });
  return found == channels_.end() ? nullptr : &*found;
}

SeriesRecorder* Recorder::find(MetricKind kind, Unit unit) {
  const auto found = std::ranges::find_if(
      channels_, [&](const SeriesRecorder& channel) { return channel.metric().is(kind, unit); });
  return found == channels_.end() ? nullptr : &*found;
}

bool Recorder::any_deciding(bool (SeriesRecorder::*is)() const) const {
  return std::ranges::any_of(channels_, [&](const SeriesRecorder& channel) {
    return channel.decides() && (channel.*is)();
  });
}

bool Recorder::all_deciding(bool (SeriesRecorder::*is)() const) const {
  return std::ranges::all_of(channels_, [&](const SeriesRecorder& channel) {
    return !channel.decides() || (channel.*is)();
  });
}

}  // namespace leakproof
