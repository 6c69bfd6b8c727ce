// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "model/explanation.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// Collects the garbage of one process from outside. Asked only while that process
/// makes no request, so that the heap is read at the same phase each time.
class Collector {
 public:
  virtual ~Collector() = default;

  /// Collects, and gives what the runtime then reports of itself, such as the size
  /// of its heap. Nothing if it does not answer as it should within `patience`.
  virtual std::optional<std::vector<Reported>> settle(std::chrono::milliseconds patience) = 0;

  /// Who holds what was allocated since the first call. Nothing if the runtime
  /// cannot say, or does not answer as it should within `patience`.
  virtual std::optional<Explanation> explain(std::chrono::milliseconds) { return std::nullopt; }
};

}  // namespace leakproof
