// SPDX-License-Identifier: MIT
#include "trial/series_recorder.hpp"

#include <algorithm>

#include <leakproof/tolerance.hpp>

namespace leakproof {

namespace {

Metric as_tolerated(Metric metric, const Plan& plan) {
  const auto tolerance = std::ranges::find(plan.tolerances, metric.name, &Tolerance::metric);
  if (tolerance != plan.tolerances.end()) metric.tolerated_per_fetch = tolerance->per_fetch;
  return metric;
}

}  // namespace

SeriesRecorder::SeriesRecorder(Metric metric, const Plan& plan, std::unique_ptr<Gauge> gauge,
                               bool expensive)
    : metric_(as_tolerated(std::move(metric), plan)),
      gauge_(std::move(gauge)),
      expensive_(expensive),
      decides_(metric_.role == Role::decides),
      criteria_(criteria_for(metric_, plan.horizon, plan.at_least - plan.earlier.fetches)),
      staircase_(criteria_) {}

void SeriesRecorder::stand_in() {
  if (metric_.role != Role::stands_in) return;
  decides_ = true;
  expensive_ = false;  // whatever a reading takes
}

void SeriesRecorder::stand_in_uncollected(std::string_view runtime) {
  // VERDICT's table: what such a runtime may hand out before it asks for more.
  constexpr std::int64_t slack = 16 << 20;
  if (metric_.role != Role::stands_in) return;
  stand_in();
  criteria_.slack = slack;
  staircase_ = Staircase(criteria_);
  uncollected_ = runtime;
}

void SeriesRecorder::read(std::int64_t fetches) {
  if (const auto value = present()) add({fetches, *value});
}

bool SeriesRecorder::look_if_due() {
  if (!staircase_.due() || leaks()) return false;
  take(staircase_.look());
  return true;
}

void SeriesRecorder::finish(Ending ending) {
  if (!leaks() && !samples().empty()) take(staircase_.look(ending));
  if (reopened_) verdict_ = staircase_.look(ending);
  if (at_limit_ && !leaks() && only_rose()) {
    const auto& [first, last] = std::pair(samples().front(), samples().back());
    const double rate = static_cast<double>(last.value - first.value) /
                        static_cast<double>(last.fetches - first.fetches);
    verdict_ = {.ruling = Ruling::leaks,
                .fetches = last.fetches,
                .growth = {.per_fetch = rate, .low = rate, .high = rate},
                .reason = "rose at every reading until it was at its limit"};
  }
}

bool SeriesRecorder::only_rose() const {
  constexpr std::size_t fewest = 4;
  const auto not_higher = [](const Sample& a, const Sample& b) { return b.value <= a.value; };
  return samples().size() >= fewest &&
         std::ranges::adjacent_find(samples(), not_higher) == samples().end();
}

void SeriesRecorder::take(Verdict verdict) {
  const bool was_clean = verdict_.ruling == Ruling::clean;
  if (was_clean && verdict.ruling == Ruling::inconclusive) {
    reopened_ = reopened_ || staircase_.last_look_rose();
    return;
  }
  reopened_ = false;
  verdict_ = std::move(verdict);
}

Finding SeriesRecorder::finding() const {
  Verdict verdict = verdict_;
  if (!uncollected_.empty() && verdict.ruling == Ruling::leaks) {
    verdict.ruling = Ruling::inconclusive;
    verdict.reason = "grows; collection not forced (" + uncollected_ + ")";
  }
  return {.series = {.metric = metric_, .samples = samples()},
          .verdict = std::move(verdict),
          .decides = decides()};
}

}  // namespace leakproof
