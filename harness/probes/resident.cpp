// SPDX-License-Identifier: MIT
#include "probes/gauges/kilobytes_line.hpp"

#include "model/metric.hpp"

namespace leakproof::probes {

ProbeEntry resident() {
  return {
      .metric = {.name = "resident",
                 .kind = MetricKind::resident_memory,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "resident memory, including shared pages",
      .expensive = true,
      .attach =
          [](const ProbeTarget& target) { return kilobytes_line(target.pid, "status", "VmRSS"); },
  };
}

}  // namespace leakproof::probes
