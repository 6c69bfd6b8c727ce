// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

#include "model/metric.hpp"

namespace leakproof::probes {

ProbeEntry heap_blocks() {
  return {
      .metric = {.name = "heap_blocks", .unit = Unit::count, .tolerable_per_fetch = 0.05},
      .summary = "live blocks of the heap",
      .attach =
          [](const Subject& subject) { return heap_gauge(subject, &HeapCounts::live_blocks); },
  };
}

}  // namespace leakproof::probes
