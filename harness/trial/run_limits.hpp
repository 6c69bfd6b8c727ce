// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "model/plan.hpp"

namespace leakproof {

/// Where a trial reads the time.
using Now = std::function<std::chrono::steady_clock::time_point()>;

/// How long a plan wants a trial to go on, and how far it is. What was fetched before
/// the run was resumed counts. The plan must outlive this.
class RunLimits {
 public:
  explicit RunLimits(const Plan&, Now now = std::chrono::steady_clock::now);

  /// From here on time counts.
  void start() { started_ = now_(); }

  /// Does the plan ask for more than a verdict takes?
  bool goes_on() const { return goes_on_; }

  /// Fetches to the last look of a plan that does not.
  std::int64_t usual_budget() const;

  double seconds() const;  // of fetching, in this process

  /// Fetches a second of a trial that has made `fetches`; infinity before the first.
  double rate(std::int64_t fetches) const;

  bool is_time_up() const;
  bool has_fetched_enough(std::int64_t fetches) const;

  /// An estimate; nothing before the first fetch.
  std::optional<double> seconds_left(std::int64_t fetches) const;

 private:
  const Plan& plan_;
  Now now_;
  bool goes_on_;
  std::chrono::steady_clock::time_point started_ = now_();
};

}  // namespace leakproof
