// SPDX-License-Identifier: MIT
#include "judge/coverage.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "judge/windows.hpp"
#include "model/metric.hpp"

namespace leakproof {
namespace {

struct Resource {
  std::string_view name{};
  bool (*covers)(MetricKind) = nullptr;
};

constexpr std::array resources{
    Resource{"descriptors", [](MetricKind kind) { return kind == MetricKind::descriptor; }},
    Resource{"threads", [](MetricKind kind) { return kind == MetricKind::thread; }},
    Resource{"memory",
             [](MetricKind kind) {
               return kind == MetricKind::heap || kind == MetricKind::runtime_heap ||
                      kind == MetricKind::private_memory;
             }},
};

// As the readings show it now. The verdict may be of an earlier look: once a series that only
// informs has risen twice, it is not looked at again, even if it rises no more.
Growth present_growth(const Finding& finding) {
  const auto windows = measure(finding.series.samples, finding.series.metric.grain);
  return windows ? windows->growth : finding.verdict.growth;
}

std::int64_t present_fetches(const Finding& finding) {
  const std::vector<Sample>& samples = finding.series.samples;
  return samples.empty() ? finding.verdict.fetches : samples.back().fetches;
}

}  // namespace

std::string_view uncovered_resource(std::span<const Finding> findings) {
  const auto uncovered = std::ranges::find_if(resources, [&](const Resource& resource) {
    return std::ranges::none_of(findings, [&](const Finding& finding) {
      return finding.decides() && resource.covers(finding.series.metric.kind);
    });
  });
  return uncovered == resources.end() ? "" : uncovered->name;
}

const Finding* uncovered_growth(std::span<const Finding> findings) {
  constexpr double reserved_ahead = 16 << 20;  // by V8 or a JVM
  double accounted_for = 0;
  bool is_managed = false;
  for (const Finding& finding : findings) {
    const Metric& metric = finding.series.metric;
    is_managed = is_managed || metric.kind == MetricKind::runtime_heap;
    const bool accounts = metric.unit == Unit::bytes && (metric.kind == MetricKind::heap ||
                                                         metric.kind == MetricKind::runtime_heap);
    if (accounts) accounted_for += std::max(0.0, finding.verdict.growth.per_fetch);
  }
  if (!is_managed) return nullptr;
  const auto grows = std::ranges::find_if(findings, [&](const Finding& finding) {
    const Growth growth = present_growth(finding);
    return finding.series.metric.kind == MetricKind::private_memory && growth.low > 0 &&
           growth.per_fetch > 2 * accounted_for &&
           growth.per_fetch * static_cast<double>(present_fetches(finding)) > reserved_ahead;
  });
  return grows == findings.end() ? nullptr : &*grows;
}

}  // namespace leakproof
