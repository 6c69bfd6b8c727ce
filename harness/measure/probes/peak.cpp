// SPDX-License-Identifier: MIT
#include "measure/status.hpp"

namespace leakproof::probes {

ProbeEntry peak() {
  return {
      .metric = {.name = "peak",
                 .role = Role::shown,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "the most that was ever resident",
      .dear = true,
      .attach =
          [](const Subject& subject) { return kilobytes_line(subject.pid, "status", "VmHWM"); },
  };
}

}  // namespace leakproof::probes
