// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

#include "model/metric.hpp"

namespace leakproof::probes {

ProbeEntry heap_blocks() {
  return {
      .metric = {.name = "heap_blocks",
                 .kind = MetricKind::heap,
                 .unit = Unit::count,
                 .tolerable_per_fetch = 0.05},
      .summary = "live heap blocks",
      .attach =
          [](const ProbeTarget& target) { return heap_gauge(target, &HeapCounts::live_blocks); },
  };
}

}  // namespace leakproof::probes
