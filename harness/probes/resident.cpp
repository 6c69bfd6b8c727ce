// SPDX-License-Identifier: MIT
#include "probes/gauges/kilobytes_line.hpp"

#include "model/metric.hpp"

namespace leakproof::probes {

ProbeEntry resident() {
  return {
      .metric = {.name = "resident",
                 .role = Role::shown,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "resident memory, shared pages included",
      .expensive = true,
      .attach =
          [](const Subject& subject) { return kilobytes_line(subject.pid, "status", "VmRSS"); },
  };
}

}  // namespace leakproof::probes
