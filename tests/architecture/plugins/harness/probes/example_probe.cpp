// SPDX-License-Identifier: MIT
// A probe: reads one number of the measured process at each sampling point.
#include "model/metric.hpp"
#include "probes/gauges/kilobytes_line.hpp"

namespace leakproof::probes {

ProbeEntry example_probe() {
  return {
      .metric = {.name = "example_probe",
                 .kind = MetricKind::other,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "an example of a probe: memory of the stack of the first thread",
      .attach =
          [](const ProbeTarget& target) { return kilobytes_line(target.pid, "status", "VmStk"); },
  };
}

}  // namespace leakproof::probes
