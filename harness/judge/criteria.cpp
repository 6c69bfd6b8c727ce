// SPDX-License-Identifier: MIT
#include "judge/criteria.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace leakproof {

std::int64_t look_after(std::int64_t look) {
  constexpr auto furthest = std::numeric_limits<std::int64_t>::max();
  if (look > furthest / 2) return furthest;
  const auto grown = std::ceil(static_cast<double>(look) * look_growth);
  return std::max(look + 1, static_cast<std::int64_t>(grown));
}

std::int64_t Criteria::budget() const {
  auto look = horizon;
  for (int k = 1; k < look_count; ++k) look = look_after(look);
  while (look < at_least) look = look_after(look);
  return look;
}

Criteria criteria_for(const Metric& metric, std::int64_t horizon, std::int64_t at_least) {
  const auto share = std::llround(static_cast<double>(horizon) * metric.horizon_share);
  return {.tolerable_per_fetch = std::max(metric.tolerable_per_fetch, metric.tolerated_per_fetch),
          .tolerated_per_fetch = metric.tolerated_per_fetch,
          .unit = symbol(metric.unit),
          .quantum = std::max<std::int64_t>(metric.grain, 1),
          .slack = metric.slack,
          .horizon = std::max<std::int64_t>(share, std::min(horizon, shortest_horizon)),
          .at_least = at_least,
          .comes_in_chunks = metric.is(MetricKind::mapping, Unit::bytes),
          // It shows the use of a chunk that was mapped before the first reading.
          .is_followed = metric.kind == MetricKind::unexplained_memory};
}

Metric with_tolerance(Metric metric, std::span<const Tolerance> tolerances) {
  const auto tolerance = std::ranges::find(tolerances, metric.name, &Tolerance::metric);
  if (tolerance != tolerances.end()) metric.tolerated_per_fetch = tolerance->per_fetch;
  return metric;
}

}  // namespace leakproof
