// SPDX-License-Identifier: MIT
#include "trial/series_recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "judge/criteria.hpp"
#include "judge/roles.hpp"
#include "judge/thinning.hpp"
#include "judge/windows.hpp"
#include "text/numbers.hpp"

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
      judge_(role, criteria_in(plan, series_.metric),
             can_hold_garbage(series_.metric.kind, role) ? std::move(uncollected) : "") {}

void SeriesRecorder::read_within_round(std::span<const Reported> reported) {
  within_round_.reset();
  if (!can_accuse() || is_expensive()) return;
  if (!is_reported()) {
    within_round_ = present();
    return;
  }
  const auto found = std::ranges::find(reported, metric().name, &Reported::name);
  if (found != reported.end()) within_round_ = found->value;
}

void SeriesRecorder::compare_with_end_of_round(std::int64_t before_end) {
  if (!within_round_ || samples().empty()) return;
  scatter_.add(before_end, *within_round_ - samples().back().value);
  within_round_.reset();
}

void SeriesRecorder::require_more_than_scatter() {
  if (!scatter_.is_empty()) judge_.must_exceed(scatter_.units());
}

void SeriesRecorder::read(std::int64_t fetches) {
  if (const auto value = present()) add({fetches, *value});
}

void SeriesRecorder::thin() { series_.samples = thinned(std::move(series_.samples)); }

std::optional<Growth> SeriesRecorder::growth() const {
  const auto windows = measure(samples(), series_.metric.grain);
  return windows ? std::optional(windows->growth) : std::nullopt;
}

bool SeriesRecorder::look_if_due() {
  if (samples().empty() || !is_due(samples().back().fetches)) return false;
  require_more_than_scatter();
  judge_.look(samples());
  return true;
}

void SeriesRecorder::confirm() {
  require_more_than_scatter();
  judge_.confirm(samples());
}

bool SeriesRecorder::has_ceased(std::int64_t fetches) const {
  return !is_expensive_ && leakproof::has_ceased(samples(), fetches);
}

void SeriesRecorder::finish(Ending ending, std::int64_t fetches) {
  require_more_than_scatter();
  judge_.finish(samples(), ending, at_limit_);
  if (leaks() || !has_ceased(fetches)) return;
  ceased_ = gauge_ ? "could not be read" : "was not reported";
  if (!samples().empty()) {
    ceased_ += fmt::format(" after {} fetches", grouped(samples().back().fetches));
  }
}

Finding SeriesRecorder::finding() const {
  Finding finding{.series = series_,
                  .verdict = judge_.verdict(),
                  .role = judge_.role(),
                  .role_reason = role_reason_};
  if (!ceased_.empty()) {
    finding.verdict.ruling = Ruling::inconclusive;
    finding.verdict.reason = ceased_;
    finding.verdict.floor.reset();
  }
  return finding;
}

}  // namespace leakproof
