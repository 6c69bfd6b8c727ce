// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <vector>

#include "model/explanation.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// Collects the garbage of one process from outside. Called only while that process makes
/// no request, so that the heap is always read in the same phase.
class Collector {
 public:
  virtual ~Collector() = default;

  /// Does settle() collect garbage now? An agent may not have connected yet.
  virtual bool collects() const { return true; }

  /// A thread of the runtime that never rests, and holds nothing of the program; 0 without one.
  virtual pid_t restless_thread() const { return 0; }

  /// Collects garbage and returns the values that the runtime then reports, such as the
  /// size of its heap. nullopt if it does not answer correctly within `patience`.
  virtual std::optional<std::vector<Reported>> settle(std::chrono::milliseconds patience) = 0;

  /// Which code holds the memory that was allocated since the first call. nullopt if the
  /// runtime does not support this, or does not answer correctly within `patience`.
  virtual std::optional<Explanation> explain(std::chrono::milliseconds) { return std::nullopt; }

  /// As explain(), for the last time, where a runtime may do what takes long, or ends recording.
  virtual std::optional<Explanation> explain_last(std::chrono::milliseconds limit) {
    return explain(limit);
  }
};

}  // namespace leakproof
