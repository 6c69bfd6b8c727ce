// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/metric.hpp"
#include "model/result.hpp"

namespace leakproof {

/// The growth so far of a series that rose in every window.
struct RisingSeries {
  std::string metric{};
  double per_fetch = 0;
  Unit unit = Unit::bytes;
};

/// The progress of a trial.
struct Progress {
  const Trial& trial;
  std::int64_t fetches = 0;                 // in this process
  double seconds = 0;                       // of fetching
  std::optional<double> seconds_left{};     // until the minimum of the plan; empty: unknown or none
  std::optional<double> seconds_to_look{};  // until the next look of a series that is open
  std::vector<RisingSeries> rising{};
  bool is_later_look = false;  // a look after those of an ordinary trial
};

/// Receives the events of a run as they happen. Called from one thread at a time.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void started(const Trial&) {}

  /// Called about once a second in a trial whose fetches take no longer, and at each look after
  /// those of an ordinary trial.
  virtual void progressed(const Progress&) {}

  /// Called about once a second while trials are running, whatever they do.
  virtual void passed_a_second() {}

  /// The intermediate result of a trial: at each look after those of an ordinary trial, and every
  /// few seconds. The ruling is inconclusive.
  virtual void checkpoint(const Result&) {}

  /// The intermediate result of a trial that is interrupted. Nothing follows of this trial.
  virtual void interrupted(const Result&) {}
  virtual void finished(const Result&) {}
};

}  // namespace leakproof
