// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "model/result.hpp"

namespace leakproof {

/// How far a trial is that goes on for longer than a verdict takes.
struct Progress {
  const Trial& trial;
  std::int64_t fetches = 0;              // in this process
  double seconds = 0;                    // of fetching
  std::optional<double> seconds_left{};  // nothing: not known
};

/// Told what is happening, as it happens. Called from one thread at a time.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void started(const Trial&) {}

  /// About once a second, of a trial that was asked to go on.
  virtual void progressed(const Progress&) {}

  /// What is known of such a trial so far: at each look beyond those that any trial
  /// has, and when it is interrupted. Its ruling is inconclusive.
  virtual void checkpoint(const Result&) {}
  virtual void finished(const Result&) {}
};

}  // namespace leakproof
