// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

namespace leakproof::probes {

// The kernel merges adjacent anonymous mappings, so the number of mappings alone can miss
// growth.
ProbeEntry mapped_bytes() {
  return {
      .metric = {.name = "mapped_bytes",
                 .kind = MetricKind::mapping,
                 .grain = 4096,
                 .tolerable_per_fetch = 100},
      .summary = "bytes that the program maps directly, not through its allocator",
      .attach =
          [](const ProbeTarget& target) { return heap_gauge(target, &HeapCounts::mapped_bytes); },
  };
}

}  // namespace leakproof::probes
