// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

namespace leakproof::probes {

ProbeEntry heap_bytes() {
  return {
      .metric = {.name = "heap_bytes",
                 .kind = MetricKind::heap,
                 .grain = 16,
                 .tolerable_per_fetch = 4},
      .summary = "live heap bytes, including the allocator's rounding",
      .attach =
          [](const ProbeTarget& target) { return heap_gauge(target, &HeapCounts::live_bytes); },
  };
}

}  // namespace leakproof::probes
