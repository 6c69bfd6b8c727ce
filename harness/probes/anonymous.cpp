// SPDX-License-Identifier: MIT
#include "model/metric.hpp"
#include "probes/gauges/heap_gauge.hpp"
#include "probes/gauges/kilobytes_line.hpp"

namespace leakproof::probes {

// Not USS: that moves by up to 1 MB when unrelated processes that share
// libraries start or end. Where it decides it comes from smaps_rollup, for
// RssAnon of status is on some kernels summed from per-CPU counters and off by
// up to 256 KiB. Beside a heap that is seen, that will do: smaps_rollup walks
// every page (measured: 480 against 20 microseconds), while the client waits.
ProbeEntry anonymous() {
  return {
      .metric = {.name = "anonymous",
                 .kind = MetricKind::private_memory,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "resident memory that no file backs",
      .expensive = true,
      .attach =
          [](const ProbeTarget& target) {
            return sees_heap(target) ? kilobytes_line(target.pid, "status", "RssAnon")
                                     : kilobytes_line(target.pid, "smaps_rollup", "Anonymous");
          },
  };
}

}  // namespace leakproof::probes
