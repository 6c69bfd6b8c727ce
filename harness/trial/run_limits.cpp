// SPDX-License-Identifier: MIT
#include "trial/run_limits.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "judge/criteria.hpp"

namespace leakproof {
namespace {

double seconds_of(std::chrono::duration<double> duration) { return duration.count(); }

}  // namespace

RunLimits::RunLimits(const Plan& plan, Now now)
    : plan_(plan),
      now_(std::move(now)),
      goes_on_(plan.lasts.count() > 0 || plan.at_least > usual_budget()) {}

std::int64_t RunLimits::usual_budget() const { return Criteria{.horizon = plan_.horizon}.budget(); }

double RunLimits::seconds() const { return seconds_of(now_() - started_); }

double RunLimits::rate(std::int64_t fetches) const {
  if (fetches == 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(fetches) / std::max(seconds(), 1e-9);
}

std::int64_t RunLimits::longest_round() const {
  return std::min<std::int64_t>(usual_budget() / 20, 200);
}

bool RunLimits::is_time_up() const {
  return seconds() + plan_.earlier.seconds >= seconds_of(plan_.lasts);
}

bool RunLimits::is_budget_spent(std::int64_t fetches) const {
  const Criteria criteria{.horizon = plan_.horizon,
                          .at_least = plan_.at_least - plan_.earlier.fetches};
  return fetches >= criteria.budget();
}

bool RunLimits::has_fetched_enough(std::int64_t fetches) const {
  return fetches >= usual_budget() && fetches + plan_.earlier.fetches >= plan_.at_least;
}

std::optional<double> RunLimits::seconds_left(std::int64_t fetches) const {
  if (fetches == 0) return std::nullopt;
  const std::int64_t missing = plan_.at_least - plan_.earlier.fetches - fetches;
  const double by_fetches = static_cast<double>(missing) / rate(fetches);
  const double by_time = seconds_of(plan_.lasts) - plan_.earlier.seconds - seconds();
  return std::max({0.0, by_fetches, by_time});
}

}  // namespace leakproof
