// SPDX-License-Identifier: MIT
#include "model/metric.hpp"
#include "model/probe.hpp"
#include "probes/gauges/descriptor_folder.hpp"
#include "probes/gauges/readable.hpp"

namespace leakproof::probes {
namespace {

class Descriptors final : public Gauge {
 public:
  explicit Descriptors(pid_t pid) : folder_(pid) {}
  std::optional<std::int64_t> read() override { return folder_.count(); }

 private:
  DescriptorFolder folder_;
};

}  // namespace

ProbeEntry descriptors() {
  return {
      .metric = {.name = "descriptors",
                 .kind = MetricKind::descriptor,
                 .unit = Unit::count,
                 .tolerable_per_fetch = 0.01,
                 .horizon_share = 0.2},
      .summary = "open file descriptors, including sockets",
      .attach = [](const ProbeTarget& target) { return readable<Descriptors>(target.pid); },
  };
}

}  // namespace leakproof::probes
