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

/// The source of the readings of one series.
struct SeriesSource {
  Metric metric{};
  std::unique_ptr<Gauge> gauge{};  // null: the worker reports the value whenever it settles
  bool expensive = false;          // a reading takes longer than a fetch
};

struct SeriesSources {
  std::vector<SeriesSource> all{};
  std::vector<std::string> not_observable{};  // metrics of the probes that could not attach
};

/// All series that can be read of a worker: those of probes, and the numbers that it reports. A
/// reported number with the name of a probe's metric is used only where that probe cannot attach,
/// as under a sanitizer: a worker's word does not replace what is measured. Other reported numbers
/// are treated as the heap of a managed runtime.
SeriesSources series_sources(std::span<const Reported>, std::span<const ProbeEntry>,
                             const ProbeTarget&);

/// What these sources make observable, which determines the roles of the series.
Observable observable(std::span<const SeriesSource>, bool has_allocated, bool uncollected);

}  // namespace leakproof
