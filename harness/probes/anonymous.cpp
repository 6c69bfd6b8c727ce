// SPDX-License-Identifier: MIT
#include "model/metric.hpp"
#include "probes/gauges/heap_gauge.hpp"
#include "probes/gauges/kilobytes_line.hpp"

namespace leakproof::probes {

// USS is not used: it changes by up to 1 MB when unrelated processes that share libraries
// start or end. If this metric decides, it comes from smaps_rollup, because on some kernels
// RssAnon in status is summed from per-CPU counters and off by up to 256 KiB. If the heap
// is observed as well, status is good enough: smaps_rollup walks every page (measured: 480
// microseconds instead of 20) while the client waits.
ProbeEntry anonymous() {
  return {
      .metric = {.name = "anonymous",
                 .kind = MetricKind::private_memory,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "resident memory that is not backed by a file",
      .expensive = true,
      .attach =
          [](const ProbeTarget& target) {
            return sees_heap(target) ? kilobytes_line(target.pid, "status", "RssAnon")
                                     : kilobytes_line(target.pid, "smaps_rollup", "Anonymous");
          },
  };
}

}  // namespace leakproof::probes
