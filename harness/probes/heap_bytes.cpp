// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

namespace leakproof::probes {

ProbeEntry heap_bytes() {
  return {
      .metric = {.name = "heap_bytes", .grain = 16, .tolerable_per_fetch = 4},
      .summary = "live bytes of the heap, as the allocator hands them out",
      .attach = [](const Subject& subject) { return heap_gauge(subject, &HeapCounts::live_bytes); },
  };
}

}  // namespace leakproof::probes
