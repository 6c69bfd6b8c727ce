// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "model/plan.hpp"

namespace leakproof {

/// The clock of a trial.
using Now = std::function<std::chrono::steady_clock::time_point()>;

/// The minimum length of a trial, and how much of it is done. Fetches before the run was
/// resumed count. The plan must outlive this.
class RunLimits {
 public:
  explicit RunLimits(const Plan&, Now now = std::chrono::steady_clock::now);

  /// Starts the clock.
  void start() { started_ = now_(); }

  /// Does the plan require more fetches or time than a verdict?
  bool goes_on() const { return goes_on_; }

  /// Fetches before the last look of a plan without a minimum.
  std::int64_t usual_budget() const;

  double seconds() const;  // spent fetching in this process

  /// Fetches per second after `fetches`; infinity before the first fetch.
  double rate(std::int64_t fetches) const;

  /// The length in fetches of the longest round of a client to the end of which it is followed. A
  /// usual budget holds at least twenty of them, as a verdict needs that many readings.
  std::int64_t longest_round() const;

  bool is_time_up() const;
  bool is_budget_spent(std::int64_t fetches) const;
  bool has_fetched_enough(std::int64_t fetches) const;

  /// An estimate; empty before the first fetch.
  std::optional<double> seconds_left(std::int64_t fetches) const;

 private:
  const Plan& plan_;
  Now now_;
  bool goes_on_;
  std::chrono::steady_clock::time_point started_ = now_();
};

}  // namespace leakproof
