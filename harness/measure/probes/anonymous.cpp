// SPDX-License-Identifier: MIT
#include "measure/status.hpp"

namespace leakproof::probes {

// Not USS: that moves by up to 1 MB when unrelated processes that share
// libraries start or end. Not RssAnon of status: on some kernels it is summed
// from per-CPU counters and off by up to 256 KiB.
ProbeEntry anonymous() {
  return {
      .metric = {.name = "anonymous",
                 .role = Role::stands_in,
                 .grain = 4096,
                 .tolerable_per_fetch = 100,
                 .slack = 256 << 10},
      .summary = "resident memory that no file backs",
      .dear = true,
      .attach =
          [](const Subject& subject) {
            return kilobytes_line(subject.pid, "smaps_rollup", "Anonymous");
          },
  };
}

}  // namespace leakproof::probes
