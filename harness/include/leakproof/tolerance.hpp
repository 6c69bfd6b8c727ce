// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

/// Growth per fetch that the user tolerates for one metric.
struct Tolerance {
  std::string metric{};
  double per_fetch = 0;  // in the metric's unit

  bool operator==(const Tolerance&) const = default;
};

}  // namespace leakproof
