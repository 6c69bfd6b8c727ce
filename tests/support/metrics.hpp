// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>

#include "model/metric.hpp"
#include "model/probe.hpp"
#include "probes/catalogue.hpp"

namespace leakproof::testing {

/// The probe whose metric has this name. Throws std::out_of_range if there is no such
/// probe.
inline ProbeEntry probe_named(const std::string& name) {
  const auto probes = probes::catalogue();
  const auto found = std::ranges::find_if(
      probes, [&](const ProbeEntry& probe) { return probe.metric.name == name; });
  if (found == probes.end()) throw std::out_of_range("no probe reads " + name);
  return *found;
}

/// The metric of the probe of that name, or of the runtime's heap "js_heap".
inline Metric metric_named(const std::string& name) {
  if (name != "js_heap") return probe_named(name).metric;
  return {.name = name, .kind = MetricKind::runtime_heap, .grain = 8, .tolerable_per_fetch = 128};
}

}  // namespace leakproof::testing
