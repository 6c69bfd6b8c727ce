// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "model/plan.hpp"

namespace leakproof {

/// How long a plan wants a trial to go on, and how far it is. What was fetched before
/// the run was resumed counts. The plan must outlive this; time counts from its making.
class RunLimits {
 public:
  explicit RunLimits(const Plan&);

  /// Does the plan ask for more than a verdict takes?
  bool goes_on() const { return goes_on_; }

  /// Fetches to the last look of a plan that does not.
  std::int64_t usual_budget() const;

  double seconds() const;  // of fetching, in this process

  /// Fetches a second, of a trial that has made so many; infinity where it made none.
  double rate(std::int64_t fetches) const;

  bool is_time_up() const;
  bool has_fetched_enough(std::int64_t fetches) const;
  std::optional<double> seconds_left(std::int64_t fetches) const;

 private:
  using Clock = std::chrono::steady_clock;

  const Plan& plan_;
  bool goes_on_;
  Clock::time_point started_ = Clock::now();
};

}  // namespace leakproof
