// SPDX-License-Identifier: MIT
#include "trial/series_recorder.hpp"

#include <utility>

#include "judge/criteria.hpp"
#include "judge/thinning.hpp"

namespace leakproof {
namespace {

Criteria criteria_in(const Plan& plan, const Metric& metric) {
  return criteria_for(metric, plan.horizon, plan.at_least - plan.earlier.fetches);
}

}  // namespace

SeriesRecorder::SeriesRecorder(SeriesSource source, Role role, const Plan& plan,
                               std::string uncollected, std::string_view role_reason)
    : gauge_(std::move(source.gauge)),
      is_expensive_(source.expensive && role != Role::fallback),
      series_{.metric = with_tolerance(std::move(source.metric), plan.tolerances)},
      role_reason_(role_reason),
      judge_(role, criteria_in(plan, series_.metric), std::move(uncollected)) {}

void SeriesRecorder::read(std::int64_t fetches) {
  if (const auto value = present()) add({fetches, *value});
}

void SeriesRecorder::thin() { series_.samples = thinned(std::move(series_.samples)); }

bool SeriesRecorder::look_if_due() {
  if (samples().empty() || !is_due(samples().back().fetches)) return false;
  judge_.look(samples());
  return true;
}

void SeriesRecorder::finish(Ending ending) { judge_.finish(samples(), ending, at_limit_); }

bool SeriesRecorder::is_spent() const {
  return !samples().empty() && judge_.is_spent(samples().back().fetches);
}

Finding SeriesRecorder::finding() const {
  return {.series = series_,
          .verdict = judge_.verdict(),
          .role = judge_.role(),
          .role_reason = role_reason_};
}

}  // namespace leakproof
