// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

/// Growth a fetch of one series that the user puts up with.
struct Tolerance {
  std::string metric{};
  double per_fetch = 0;  // in the metric's unit

  bool operator==(const Tolerance&) const = default;
};

}  // namespace leakproof
