// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "model/metric.hpp"

namespace leakproof {

/// One reading, and the number of fetches made before it.
struct Sample {
  std::int64_t fetches = 0;
  std::int64_t value = 0;

  bool operator==(const Sample&) const = default;
};

/// Readings of one metric, in order. The first is taken before the first fetch.
struct Series {
  Metric metric{};
  std::vector<Sample> samples{};
};

}  // namespace leakproof
