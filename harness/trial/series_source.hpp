// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "judge/roles.hpp"
#include "model/metric.hpp"
#include "model/probe.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// Where the readings of one series come from.
struct SeriesSource {
  Metric metric{};
  std::unique_ptr<Gauge> gauge{};  // null: the worker reports it each time that it settles
  bool expensive = false;          // a reading takes longer than a fetch
};

struct SeriesSources {
  std::vector<SeriesSource> all{};
  std::vector<std::string> not_observable{};  // the metrics of probes that cannot attach
};

/// What can be read of a worker: what it reports itself, and what probes see. A number
/// that the worker reports under the name of a probe's metric replaces that probe, for
/// the worker knows it better; any other is the heap of a runtime in it.
SeriesSources series_sources(std::span<const Reported>, std::span<const ProbeEntry>,
                             const ProbeTarget&);

/// What the roles of these series rest on.
Observable observable(std::span<const SeriesSource>, bool uncollected);

}  // namespace leakproof
