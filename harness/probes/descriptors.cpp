// SPDX-License-Identifier: MIT
#include "model/metric.hpp"
#include "model/probe.hpp"
#include "posix/descriptor_folder.hpp"
#include "posix/processes.hpp"
#include "probes/gauges/readable.hpp"

namespace leakproof::probes {
namespace {

class Descriptors final : public Gauge {
 public:
  explicit Descriptors(pid_t pid) : pid_(pid), folder_(pid) {}
  std::optional<std::int64_t> read() override { return folder_.count(); }
  std::optional<std::int64_t> limit() override {
    if (const auto now = descriptor_limit(pid_)) last_limit_ = now;
    return last_limit_;
  }

 private:
  pid_t pid_;
  DescriptorFolder folder_;
  std::optional<std::int64_t> last_limit_{};
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
