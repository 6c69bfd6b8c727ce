// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/metric.hpp"
#include "model/probe.hpp"
#include "probes/catalogue.hpp"

namespace leakproof::testing {

/// The probe's metric of that name. Any other name is that of a runtime's own heap,
/// such as js_heap.
inline Metric metric_named(const std::string& name) {
  for (const ProbeEntry& probe : probes::catalogue()) {
    if (probe.metric.name == name) return probe.metric;
  }
  return {.name = name, .kind = MetricKind::runtime_heap, .grain = 8, .tolerable_per_fetch = 128};
}

}  // namespace leakproof::testing
