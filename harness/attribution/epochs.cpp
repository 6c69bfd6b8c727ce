// SPDX-License-Identifier: MIT
#include "attribution/epochs.hpp"

#include <algorithm>

#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/plan.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t fewest = 9;  // fetches, however slow they are
constexpr double most = 1e6;        // fetches, however fast they are

double growth_of(const Result& result, MetricKind kind, Unit unit) {
  for (const Finding& finding : result.findings) {
    if (finding.series.metric.is(kind, unit)) return finding.verdict.growth.per_fetch;
  }
  return 0;
}

std::int64_t fetches_until(std::int64_t room, double growth) {
  if (growth <= 0) return INT64_MAX;
  return static_cast<std::int64_t>(
      std::min(1e15, static_cast<double>(std::max<std::int64_t>(0, room)) / growth));
}

}  // namespace

Epochs epochs_within(std::int64_t fetches, std::int64_t horizon) {
  Epochs epochs;
  const std::int64_t parts = epochs.count + 1;
  epochs.fetches =
      std::clamp<std::int64_t>(std::min(fetches / parts, horizon / 12), 1, Epochs::longest);
  epochs.grace = epochs.fetches;
  if (fetches < parts) {
    epochs.count = fetches < 3 ? 0 : static_cast<std::uint32_t>(fetches - 1);
  }
  return epochs;
}

std::int64_t fetches_within_limits(const Result& result, double seconds, const Usage& usage) {
  const Plan& plan = result.trial.plan;
  const double seconds_per_fetch =
      result.fetching_seconds / static_cast<double>(std::max<std::int64_t>(1, result.fetches));
  const auto in_time =
      static_cast<std::int64_t>(std::min(most, seconds / (seconds_per_fetch + 1e-9)));
  const std::int64_t free_bytes = plan.max_memory - usage.resident_bytes.value_or(plan.max_memory);
  const std::int64_t descriptors = usage.free_descriptors.value_or(plan.max_descriptors);
  const double bytes = growth_of(result, MetricKind::heap, Unit::bytes) +
                       growth_of(result, MetricKind::mapping, Unit::bytes);
  // Reserve a quarter of each limit for temporary use within a batch.
  return std::min(
      {std::max(fewest, in_time), fetches_until(free_bytes * 3 / 4, bytes),
       fetches_until(descriptors * 3 / 4, growth_of(result, MetricKind::descriptor, Unit::count))});
}

}  // namespace leakproof
