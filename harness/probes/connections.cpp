// SPDX-License-Identifier: MIT
#include "model/metric.hpp"
#include "model/origin.hpp"
#include "model/probe.hpp"

namespace leakproof::probes {
namespace {

class Connections final : public Gauge {
 public:
  explicit Connections(Origin& origin) : origin_(origin) {}
  std::optional<std::int64_t> read() override { return origin_.open_connections(); }

 private:
  Origin& origin_;
};

}  // namespace

ProbeEntry connections() {
  return {
      .metric = {.name = "connections",
                 .kind = MetricKind::connection,
                 .unit = Unit::count,
                 .tolerable_per_fetch = 0.01,
                 .horizon_share = 0.2},
      .summary = "connections open at the origin",
      .attach = [](const ProbeTarget& target) -> std::unique_ptr<Gauge> {
        if (target.origin == nullptr) return nullptr;
        return std::make_unique<Connections>(*target.origin);
      },
  };
}

}  // namespace leakproof::probes
