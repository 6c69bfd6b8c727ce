// SPDX-License-Identifier: MIT
#include "probes/gauges/kilobytes_line.hpp"

#include "model/metric.hpp"

namespace leakproof::probes {

ProbeEntry peak() {
  return {
      .metric = {.name = "peak",
                 .kind = MetricKind::peak_memory,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "peak resident memory",
      .expensive = true,
      .attach =
          [](const ProbeTarget& target) { return kilobytes_line(target.pid, "status", "VmHWM"); },
  };
}

}  // namespace leakproof::probes
