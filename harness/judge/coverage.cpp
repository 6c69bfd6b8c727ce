// SPDX-License-Identifier: MIT
#include "judge/coverage.hpp"

#include <algorithm>
#include <array>

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

}  // namespace

std::string_view uncovered_resource(std::span<const Finding> findings) {
  const auto uncovered = std::ranges::find_if(resources, [&](const Resource& resource) {
    return std::ranges::none_of(findings, [&](const Finding& finding) {
      return finding.decides() && resource.covers(finding.series.metric.kind);
    });
  });
  return uncovered == resources.end() ? "" : uncovered->name;
}

}  // namespace leakproof
