// SPDX-License-Identifier: MIT
#include "attribution/explaining_runtime.hpp"

#include <algorithm>

#include "runtimes/catalogue.hpp"

namespace leakproof {

bool explains_samples(std::string_view source) {
  return std::ranges::any_of(runtimes::catalogue(), [&](const RuntimeEntry& runtime) {
    return runtime.explains_by == source && runtime.explains_samples;
  });
}

bool is_asked_from_outside(std::span<const Finding> findings) {
  const auto is_among_them = [&](const Metric& metric) {
    return std::ranges::any_of(findings, [&](const Finding& finding) {
      return finding.series.metric.name == metric.name;
    });
  };
  return std::ranges::any_of(runtimes::catalogue(), [&](const RuntimeEntry& runtime) {
    return runtime.attach != nullptr && !runtime.explains_by.empty() &&
           std::ranges::any_of(runtime.metrics, is_among_them);
  });
}

}  // namespace leakproof
