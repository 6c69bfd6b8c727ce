// SPDX-License-Identifier: MIT
#include "judge/retention.hpp"

#include <algorithm>
#include <string_view>

namespace leakproof {
namespace {

constexpr std::string_view retention =
    "retention or fragmentation in the allocator, not a leak: "
    "live heap and mapped bytes are flat";

bool is_clean(std::span<const Finding> findings, MetricKind kind, Unit unit) {
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    return finding.series.metric.is(kind, unit) && finding.verdict.ruling == Ruling::clean;
  });
}

}  // namespace

void name_retention(std::span<Finding> findings) {
  const bool allocations_are_flat = is_clean(findings, MetricKind::heap, Unit::count) &&
                                    is_clean(findings, MetricKind::heap, Unit::bytes) &&
                                    is_clean(findings, MetricKind::mapping, Unit::bytes);
  // The allocator's own figures account for the growth.
  const bool is_accounted_for = std::ranges::any_of(findings, [](const Finding& finding) {
    return finding.series.metric.kind == MetricKind::unexplained_memory &&
           finding.verdict.ruling != Ruling::leaks && !finding.verdict.rises;
  });
  if (!allocations_are_flat || !is_accounted_for) return;
  for (Finding& finding : findings) {
    if (finding.role == Role::informational && finding.verdict.ruling == Ruling::leaks &&
        finding.series.metric.kind == MetricKind::private_memory) {
      finding.verdict.ruling = Ruling::inconclusive;
      finding.verdict.reason = retention;
    }
  }
}

bool is_retention(const Finding& finding) { return finding.verdict.reason == retention; }

}  // namespace leakproof
