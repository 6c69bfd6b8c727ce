// SPDX-License-Identifier: MIT
#include "model/metric.hpp"
#include "model/probe.hpp"
#include "posix/descriptor_folder.hpp"
#include "probes/gauges/readable.hpp"

namespace leakproof::probes {
namespace {

class Sockets final : public Gauge {
 public:
  explicit Sockets(pid_t pid) : folder_(pid) {}
  std::optional<std::int64_t> read() override { return folder_.count_sockets(); }

 private:
  DescriptorFolder folder_;
};

}  // namespace

// Informational: descriptors decide, and this shows how many of them are sockets.
ProbeEntry sockets() {
  return {
      .metric = {.name = "sockets",
                 .kind = MetricKind::socket,
                 .unit = Unit::count,
                 .tolerable_per_fetch = 0.01,
                 .horizon_share = 0.2},
      .summary = "file descriptors that are sockets",
      .expensive = true,
      .attach = [](const ProbeTarget& target) { return readable<Sockets>(target.pid); },
  };
}

}  // namespace leakproof::probes
