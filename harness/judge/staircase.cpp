// SPDX-License-Identifier: MIT
#include <judge/staircase.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <judge/windows.hpp>

#include "model/metric.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"

namespace leakproof {
namespace {

// Always later, so that looks end; stays put where counting ends.
std::int64_t look_after(std::int64_t look) {
  constexpr auto furthest = std::numeric_limits<std::int64_t>::max();
  if (look > furthest / 2) return furthest;
  const auto grown = std::ceil(static_cast<double>(look) * look_growth);
  return std::max(look + 1, static_cast<std::int64_t>(grown));
}

std::int64_t fewest_for_clean(const Criteria& criteria) {
  return std::max(criteria.horizon, criteria.at_least);
}

bool is_clean(const Windows& windows, const Criteria& criteria, std::int64_t fetches, bool last) {
  const auto tolerable = criteria.tolerable_per_fetch * windows.span;
  const bool long_enough = fetches >= fewest_for_clean(criteria);
  // While every window still rises, only the last look may clear it.
  const bool level = windows.growth.low <= 0 || last;
  return !windows.rise() && long_enough && level &&
         windows.growth.high < criteria.tolerable_per_fetch && windows.net < tolerable &&
         static_cast<double>(criteria.slack) <= tolerable;
}

// The user puts up with it: whether it goes on for ever does not matter then.
bool is_tolerated(const Windows& windows, const Criteria& criteria) {
  return windows.growth.low > 0 && windows.growth.high <= criteria.tolerated_per_fetch &&
         windows.net <= criteria.tolerated_per_fetch * windows.span;
}

std::string_view looks_it_took(int rises, Ending ending) {
  if (rises >= 2) return "at two looks";
  return ending == Ending::cap ? "at one look, cut short by a resource limit"
                               : "at one look, beside a series that is proven to leak";
}

std::string why_undecided(const Windows& windows, const Criteria& criteria, std::int64_t fetches) {
  const auto tolerable = criteria.tolerable_per_fetch;
  const auto& growth = windows.growth;
  if (windows.rise()) return "rose in every window; a second look must agree";
  if (growth.low > 0) {
    return fmt::format("grows, but fading ({} → {}): a filling cache?",
                       rate_text(windows.early, criteria.unit),
                       rate_text(windows.late, criteria.unit));
  }
  const auto climbs = std::ranges::count_if(windows.steps, [](double step) { return step > 0; });
  if (climbs <= 3 && growth.per_fetch >= tolerable) return "grew in a few steps";
  if (growth.high < tolerable && fetches < criteria.at_least) {
    return fmt::format("flat, but short of the {} fetches asked for", criteria.at_least);
  }
  if (growth.high < tolerable) {
    return "flat, but too short to rule out " + limit_text(tolerable, criteria.unit);
  }
  return "moves too much to tell yet";
}

}  // namespace

std::int64_t Criteria::budget() const {
  auto look = horizon;
  for (int k = 1; k < look_count; ++k) look = look_after(look);
  while (look < at_least) look = look_after(look);
  return look;
}

Criteria criteria_for(const Metric& metric, std::int64_t horizon, std::int64_t at_least) {
  const auto share = std::llround(static_cast<double>(horizon) * metric.horizon_share);
  return {.tolerable_per_fetch = std::max(metric.tolerable_per_fetch, metric.tolerated_per_fetch),
          .tolerated_per_fetch = metric.tolerated_per_fetch,
          .unit = symbol(metric.unit),
          .quantum = std::max<std::int64_t>(metric.grain, 1),
          .slack = metric.slack,
          .horizon = std::max<std::int64_t>(share, std::min(horizon, shortest_horizon)),
          .at_least = at_least};
}

Staircase::Staircase(Criteria criteria) : criteria_(criteria), next_look_(criteria.horizon) {}

void Staircase::add(Sample sample) { samples_.push_back(sample); }

bool Staircase::due() const { return !samples_.empty() && due_at(samples_.back().fetches); }

bool Staircase::spent() const {
  return !samples_.empty() && samples_.back().fetches >= criteria_.budget();
}

// A leak shows at two run lengths. A run that was cut short has only one.
bool Staircase::accuses(Ending ending) const {
  const bool before_horizon = samples_.back().fetches < criteria_.horizon;
  const bool cut_short =
      ending == Ending::other_series || (ending == Ending::cap && before_horizon);
  return rises_ >= 2 || (rose_ && cut_short);
}

Verdict Staircase::look(Ending ending) {
  if (samples_.empty()) return {.reason = "too few readings"};
  const auto fetches = samples_.back().fetches;
  while (next_look_ <= fetches) next_look_ = look_after(next_look_);
  const auto windows = measure(samples_, criteria_.quantum);
  const bool tolerated = windows && is_tolerated(*windows, criteria_);
  rose_ = windows && windows->rise() && !tolerated;
  if (!windows) return {.fetches = fetches, .reason = "too few readings"};

  if (rose_ && fetches > last_rise_) {
    ++rises_;
    last_rise_ = fetches;
  }
  const bool last = ending != Ending::none;
  Verdict verdict{.fetches = fetches, .growth = windows->growth};
  if (tolerated && fetches >= fewest_for_clean(criteria_)) {
    verdict.ruling = Ruling::clean;
    verdict.reason = fmt::format("grew by {}; up to {} is tolerated",
                                 rate_text(windows->growth.per_fetch, criteria_.unit),
                                 limit_text(criteria_.tolerated_per_fetch, criteria_.unit));
    return verdict;
  }
  if (accuses(ending)) {
    verdict.ruling = Ruling::leaks;
    verdict.reason = fmt::format("rose in every one of the last {} windows, undiminished, {}",
                                 window_count, looks_it_took(rises_, ending));
    return verdict;
  }
  if (is_clean(*windows, criteria_, fetches, last)) {
    verdict.ruling = Ruling::clean;
    verdict.reason =
        "no window grew by " + limit_text(criteria_.tolerable_per_fetch, criteria_.unit);
  } else if (tolerated) {
    verdict.reason = fmt::format("grows as slowly as is tolerated, but short of {} fetches",
                                 fewest_for_clean(criteria_));
  } else {
    verdict.reason = why_undecided(*windows, criteria_, fetches);
  }
  if (last || verdict.ruling == Ruling::clean) {
    verdict.floor = detection_floor(samples_, criteria_.quantum, criteria_.slack);
  }
  return verdict;
}

void Staircase::thin() {
  if (samples_.size() < 4) return;
  const auto latest = samples_.back();
  std::size_t kept = 1;
  for (std::size_t i = 1; i + 1 < samples_.size(); i += 2) {
    auto sample = samples_[i];
    if (i + 2 < samples_.size()) sample.value = std::min(sample.value, samples_[i + 1].value);
    samples_[kept++] = sample;
  }
  samples_[kept++] = latest;
  samples_.resize(kept);
}

}  // namespace leakproof
