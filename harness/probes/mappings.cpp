// SPDX-License-Identifier: MIT
#include <algorithm>

#include "model/metric.hpp"
#include "model/probe.hpp"
#include "posix/proc_file.hpp"
#include "probes/gauges/readable.hpp"

namespace leakproof::probes {
namespace {

class Mappings final : public Gauge {
 public:
  explicit Mappings(pid_t pid) : maps_(pid, "maps") {}

  std::optional<std::int64_t> read() override {
    const auto text = maps_.read();
    if (!text) return std::nullopt;
    return std::count(text->begin(), text->end(), '\n');
  }

 private:
  ProcFile maps_;
};

}  // namespace

ProbeEntry mappings() {
  return {
      .metric = {.name = "mappings",
                 .kind = MetricKind::mapping,
                 .unit = Unit::count,
                 .tolerable_per_fetch = 0.01},
      .summary = "memory mappings, including files and stacks",
      .expensive = true,
      .attach = [](const ProbeTarget& target) { return readable<Mappings>(target.pid); },
  };
}

}  // namespace leakproof::probes
