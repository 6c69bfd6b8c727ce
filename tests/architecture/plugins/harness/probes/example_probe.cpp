// SPDX-License-Identifier: MIT
// A probe: reads one number of the measured process at each sampling point.
#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "model/metric.hpp"
#include "model/probe.hpp"
#include "posix/proc_file.hpp"
#include "probes/gauges/readable.hpp"

namespace leakproof::probes {
namespace {

class ContextSwitches final : public Gauge {
 public:
  explicit ContextSwitches(pid_t pid) : file_(pid, "status") {}

  std::optional<std::int64_t> read() override {
    const auto text = file_.read();
    return text ? number_after(*text, "voluntary_ctxt_switches") : std::nullopt;
  }

 private:
  ProcFile file_;
};

}  // namespace

ProbeEntry example_probe() {
  return {
      .metric = {.name = "example_probe", .kind = MetricKind::other, .unit = Unit::count},
      .summary = "an example of a probe: how often the first thread waited",
      .attach = [](const ProbeTarget& target) { return readable<ContextSwitches>(target.pid); },
  };
}

}  // namespace leakproof::probes
