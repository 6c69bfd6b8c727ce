// SPDX-License-Identifier: MIT
#include "judge/staircase.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <judge/windows.hpp>

#include "model/series.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"

namespace leakproof {
namespace {

std::int64_t fewest_for_clean(const Criteria& criteria) {
  return std::max(criteria.horizon, criteria.at_least);
}

bool is_clean(const Windows& windows, const Criteria& criteria, std::int64_t fetches, bool last) {
  const auto tolerable = criteria.tolerable_per_fetch * windows.span;
  const bool long_enough = fetches >= fewest_for_clean(criteria);
  // While every window still rises, only the last look may find the series clean.
  const bool level = windows.growth.low <= 0 || last;
  return !windows.rise() && long_enough && level &&
         windows.growth.high < criteria.tolerable_per_fetch && windows.net < tolerable &&
         static_cast<double>(criteria.slack) <= tolerable;
}

// Growth within the user's tolerance is accepted, even if it never ends.
bool is_tolerated(const Windows& windows, const Criteria& criteria) {
  return windows.growth.low > 0 && windows.growth.high <= criteria.tolerated_per_fetch &&
         windows.net <= criteria.tolerated_per_fetch * windows.span;
}

std::string_view looks_it_took(int rises, Ending ending) {
  if (rises >= 2) return "at two run lengths";
  return ending == Ending::cap ? "at one run length, cut short by a resource limit"
                               : "at one run length, cut short by a leak in another series";
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
    return fmt::format("flat, but over fewer than the {} fetches requested", criteria.at_least);
  }
  if (growth.high < tolerable) {
    return "flat, but too short to rule out " + limit_text(tolerable, criteria.unit);
  }
  return "moves too much for a verdict yet";
}

}  // namespace

Staircase::Staircase(Criteria criteria) : criteria_(criteria), next_look_(criteria.horizon) {}

// A leak must rise at two run lengths, or at one if the run was cut short.
bool Staircase::accuses(std::int64_t fetches, Ending ending) const {
  const bool before_horizon = fetches < criteria_.horizon;
  const bool cut_short =
      ending == Ending::other_series || (ending == Ending::cap && before_horizon);
  return rises_ >= 2 || (rose_ && cut_short);
}

Verdict Staircase::look(std::span<const Sample> samples, Ending ending) {
  if (samples.empty()) return {.reason = "too few readings"};
  const auto fetches = samples.back().fetches;
  while (next_look_ <= fetches) next_look_ = look_after(next_look_);
  const auto windows = measure(samples, criteria_.quantum);
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
  if (accuses(fetches, ending)) {
    verdict.ruling = Ruling::leaks;
    verdict.reason = fmt::format("rose in each of the last {} windows without slowing, {}",
                                 window_count, looks_it_took(rises_, ending));
    return verdict;
  }
  if (is_clean(*windows, criteria_, fetches, last)) {
    verdict.ruling = Ruling::clean;
    verdict.reason =
        "no window grew by " + limit_text(criteria_.tolerable_per_fetch, criteria_.unit);
  } else if (tolerated) {
    verdict.reason = fmt::format("grows within the tolerance, but over fewer than {} fetches",
                                 fewest_for_clean(criteria_));
  } else {
    verdict.reason = why_undecided(*windows, criteria_, fetches);
  }
  if (last || verdict.ruling == Ruling::clean) {
    verdict.floor = detection_floor(samples, criteria_.quantum, criteria_.slack);
  }
  return verdict;
}

}  // namespace leakproof
