// SPDX-License-Identifier: MIT
#include "trial/series_source.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtimes/catalogue.hpp"

namespace leakproof {
namespace {

// A number that a worker reports is judged by the metric of the probe or runtime with the
// same name, if there is one.
Metric reported_metric(const std::string& name, std::span<const ProbeEntry> probes) {
  for (const ProbeEntry& probe : probes) {
    if (probe.metric.name == name) return probe.metric;
  }
  for (const RuntimeEntry& runtime : runtimes::catalogue()) {
    const auto metric = std::ranges::find(runtime.metrics, name, &Metric::name);
    if (metric != runtime.metrics.end()) return *metric;
  }
  return {.name = name, .kind = MetricKind::runtime_heap, .grain = 8, .tolerable_per_fetch = 128};
}

}  // namespace

SeriesSources series_sources(std::span<const Reported> reported, std::span<const ProbeEntry> probes,
                             const ProbeTarget& target) {
  SeriesSources sources;
  std::vector<SeriesSource> measured;
  for (const ProbeEntry& probe : probes) {
    if (auto gauge = probe.attach(target)) {
      measured.push_back(
          {.metric = probe.metric, .gauge = std::move(gauge), .expensive = probe.expensive});
    } else if (std::ranges::find(reported, probe.metric.name, &Reported::name) == reported.end()) {
      sources.not_observable.push_back(probe.metric.name);
    }
  }
  for (const Reported& number : reported) {
    const bool is_measured = std::ranges::any_of(
        measured, [&](const SeriesSource& source) { return source.metric.name == number.name; });
    if (!is_measured) sources.all.push_back({.metric = reported_metric(number.name, probes)});
  }
  std::ranges::move(measured, std::back_inserter(sources.all));
  return sources;
}

Observable observable(std::span<const SeriesSource> sources, bool has_allocated, bool uncollected) {
  Observable seen{.has_allocated = has_allocated, .uncollected = uncollected};
  for (const auto& [metric, gauge, expensive] : sources) {
    if (metric.kind == MetricKind::runtime_heap) seen.runtime_heap = true;
    if (!metric.is(MetricKind::heap, Unit::bytes)) continue;
    seen.heap = gauge == nullptr ? HeapSource::worker : HeapSource::interposer;
  }
  return seen;
}

}  // namespace leakproof
