// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "model/result.hpp"

namespace leakproof {

/// The progress of a trial that continues after its verdict is due.
struct Progress {
  const Trial& trial;
  std::int64_t fetches = 0;              // in this process
  double seconds = 0;                    // of fetching
  std::optional<double> seconds_left{};  // empty: unknown
};

/// Receives the events of a run as they happen. Called from one thread at a time.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void started(const Trial&) {}

  /// Called about once a second for a trial with --duration or a minimum number of fetches.
  virtual void progressed(const Progress&) {}

  /// The intermediate result of such a trial: at each look after those of an ordinary
  /// trial, and when the trial is interrupted. The ruling is inconclusive.
  virtual void checkpoint(const Result&) {}
  virtual void finished(const Result&) {}
};

}  // namespace leakproof
