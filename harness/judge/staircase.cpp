// SPDX-License-Identifier: MIT
#include "judge/staircase.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <judge/chunks.hpp>
#include <judge/windows.hpp>

#include "model/series.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"

namespace leakproof {
namespace {

std::int64_t fewest_for_clean(const Criteria& criteria) {
  return std::max(criteria.horizon, criteria.at_least);
}

// Two looks that agree are at least this many times apart: 1.5, less a batch. Otherwise two looks a
// few fetches apart, as where a program ends soon after a look, would count as two.
constexpr double looks_apart = 1.4;

// Does a look clear the series?
struct Calm {
  bool by_windows = false;  // no window grew as fast as matters
  bool by_trend = false;  // no trend that matters is possible, though single windows move too much
};

Calm calm(const Windows& windows, const Criteria& criteria, std::int64_t slack,
          std::int64_t fetches, bool last) {
  const auto per_fetch = criteria.tolerable_per_fetch;
  const auto tolerable = per_fetch * windows.span;
  const bool can_be_clean = !windows.rise() && fetches >= fewest_for_clean(criteria) &&
                            static_cast<double>(slack) <= tolerable;
  if (!can_be_clean) return {};
  // While every window or the trend still rises, only the last look may find the series clean.
  return {.by_windows = (windows.growth.low <= 0 || last) && windows.growth.high < per_fetch &&
                        windows.net < tolerable,
          .by_trend = (windows.trend.low <= 0 || last) && windows.trend.high < per_fetch &&
                      windows.trend.net < tolerable};
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

// Beside a runtime's own heap, as native memory of a JIT that compiles less and less, each window
// must grow by what a clean series may not.
bool is_even_enough(const Windows& windows, const Criteria& criteria) {
  return !criteria.must_be_even ||
         (windows.are_even() && windows.growth.low >= criteria.tolerable_per_fetch);
}

std::string why_undecided(const Windows& windows, const Criteria& criteria, std::int64_t fetches,
                          double must_exceed) {
  const auto tolerable = criteria.tolerable_per_fetch;
  const auto& growth = windows.growth;
  if (windows.rise() && !is_even_enough(windows, criteria)) {
    return "grew mostly in a few windows";
  }
  if (windows.rise() && windows.net <= must_exceed) {
    return "grew by no more than the client's rounds may differ";
  }
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
bool Staircase::accuses(bool rises, std::int64_t fetches, Ending ending) const {
  const bool before_horizon = fetches < criteria_.horizon;
  const bool cut_short =
      ending == Ending::other_series || (ending == Ending::cap && before_horizon);
  return rises_ >= 2 || (rises && cut_short);
}

Verdict Staircase::look(std::span<const Sample> samples, Ending ending) {
  if (samples.empty()) return {.reason = "too few readings"};
  const auto fetches = samples.back().fetches;
  while (next_look_ <= fetches) next_look_ = look_after(next_look_);
  const auto windows = measure(samples, criteria_.quantum);
  const bool tolerated = windows && is_tolerated(*windows, criteria_);
  if (!windows) return {.fetches = fetches, .reason = "too few readings"};

  const bool rises = windows->rise() && is_even_enough(*windows, criteria_) && !tolerated &&
                     windows->net > must_exceed_;
  if (rises && static_cast<double>(fetches) >= looks_apart * static_cast<double>(counted_rise_)) {
    ++rises_;
    counted_rise_ = fetches;
  }
  const bool last = ending != Ending::none;
  Verdict verdict{.fetches = fetches, .growth = windows->growth, .rises = rises};
  if (tolerated && fetches >= fewest_for_clean(criteria_)) {
    verdict.ruling = Ruling::clean;
    verdict.reason = fmt::format("grew by {}; up to {} is tolerated",
                                 rate_text(windows->growth.per_fetch, criteria_.unit),
                                 limit_text(criteria_.tolerated_per_fetch, criteria_.unit));
    return verdict;
  }
  if (accuses(rises, fetches, ending)) {
    verdict.ruling = Ruling::leaks;
    verdict.reason = fmt::format("rose in each of the last {} windows without slowing, {}",
                                 window_count, looks_it_took(rises_, ending));
    return verdict;
  }
  const std::int64_t slack =
      std::max(criteria_.slack, criteria_.comes_in_chunks ? chunk_of(samples) : 0);
  const auto [by_windows, by_trend] = calm(*windows, criteria_, slack, fetches, last);
  if (!by_trend) {
    calm_trends_ = 0;
    counted_calm_ = 0;
  } else if (static_cast<double>(fetches) >= looks_apart * static_cast<double>(counted_calm_)) {
    ++calm_trends_;
    counted_calm_ = fetches;
  }
  if (by_windows || (by_trend && (calm_trends_ >= 2 || last))) {
    verdict.ruling = Ruling::clean;
    const auto limit = limit_text(criteria_.tolerable_per_fetch, criteria_.unit);
    verdict.reason = by_windows ? fmt::format("no window grew by {}", limit)
                                : fmt::format("no trend of {} or more is possible", limit);
    verdict.floor =
        detection_floor(samples, criteria_.quantum, slack, [&](const Windows& with_leak) {
          const auto still = calm(with_leak, criteria_, slack, fetches, last);
          return !still.by_windows && !still.by_trend;
        });
    return verdict;
  }
  verdict.reason = tolerated
                       ? fmt::format("grows within the tolerance, but over fewer than {} fetches",
                                     fewest_for_clean(criteria_))
                       : why_undecided(*windows, criteria_, fetches, must_exceed_);
  if (last) {
    verdict.floor = detection_floor(samples, criteria_.quantum, slack, &Windows::rise);
  }
  return verdict;
}

}  // namespace leakproof
