// SPDX-License-Identifier: MIT
#include "attribution/leaking_series.hpp"

#include <algorithm>
#include <array>

#include "model/verdict.hpp"

namespace leakproof {
namespace {

struct Measured {
  MetricKind metric{};
  Unit unit{};
  ResourceKind kind{};
};

// For each kind of resource, the most informative metric comes first.
constexpr std::array measured{
    Measured{MetricKind::heap, Unit::bytes, ResourceKind::block},
    Measured{MetricKind::heap, Unit::count, ResourceKind::block},
    Measured{MetricKind::private_memory, Unit::bytes, ResourceKind::block},
    Measured{MetricKind::mapping, Unit::bytes, ResourceKind::mapping},
    Measured{MetricKind::mapping, Unit::count, ResourceKind::mapping},
    Measured{MetricKind::descriptor, Unit::count, ResourceKind::descriptor},
    Measured{MetricKind::connection, Unit::count, ResourceKind::descriptor},
    Measured{MetricKind::thread, Unit::count, ResourceKind::thread},
};

}  // namespace

const Finding* leak_of(std::span<const Finding> findings, MetricKind kind, Unit unit) {
  const auto found = std::ranges::find_if(findings, [&](const Finding& finding) {
    return finding.decides() && finding.verdict.ruling == Ruling::leaks &&
           finding.series.metric.is(kind, unit);
  });
  return found == findings.end() ? nullptr : &*found;
}

std::vector<LeakingSeries> leaking_series(std::span<const Finding> findings) {
  std::vector<LeakingSeries> all;
  for (const auto& [metric, unit, kind] : measured) {
    const Finding* const leak = leak_of(findings, metric, unit);
    if (leak == nullptr || std::ranges::count(all, kind, &LeakingSeries::kind) > 0) continue;
    all.push_back({.metric = leak->series.metric.name,
                   .kind = kind,
                   .covers_mappings = metric == MetricKind::private_memory,
                   .in_bytes = unit == Unit::bytes,
                   .growth = steady_growth(*leak)});
  }
  // What has a series of its own is not counted twice.
  if (std::ranges::count(all, ResourceKind::mapping, &LeakingSeries::kind) > 0) {
    for (LeakingSeries& series : all) series.covers_mappings = false;
  }
  return all;
}

bool LeakingSeries::covers(ResourceKind other) const {
  return other == kind || (covers_mappings && other == ResourceKind::mapping);
}

bool leaks(std::span<const Finding> findings, ResourceKind kind) {
  return std::ranges::any_of(leaking_series(findings),
                             [&](const LeakingSeries& series) { return series.covers(kind); });
}

}  // namespace leakproof
