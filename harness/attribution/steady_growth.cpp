// SPDX-License-Identifier: MIT
#include "attribution/steady_growth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include <judge/windows.hpp>

#include "text/growth.hpp"

namespace leakproof {
namespace {

// Times the middle step.
constexpr double large = 3;
constexpr double small = 0.5;
constexpr std::ptrdiff_t most_others = 2;

}  // namespace

std::string SteadyGrowth::text_at_once(std::string_view unit) const {
  if (at_once > 0)
    return rate_text(at_once, unit) + " more came at once, as where a table is doubled";
  if (at_once < 0) {
    return rate_text(-at_once, unit) + " was freed at once, as where a runtime drops compiled code";
  }
  return "";
}

SteadyGrowth steady_growth(const Finding& finding) {
  const double all = finding.verdict.growth.per_fetch;
  const auto& samples = finding.series.samples;
  const auto end = std::ranges::upper_bound(samples, finding.verdict.fetches, {}, &Sample::fetches);
  const auto windows = measure({samples.begin(), end}, finding.series.metric.grain);
  if (!windows) return {.per_fetch = all};
  auto steps = windows->steps;
  std::ranges::sort(steps);
  const double middle = steps[steps.size() / 2];
  const auto first = std::ranges::lower_bound(steps, small * middle);
  const auto last = std::ranges::upper_bound(steps, large * middle);
  const auto others = std::ssize(steps) - (last - first);
  if (middle <= 0 || others == 0 || others > most_others) return {.per_fetch = all};
  const double steady = std::accumulate(first, last, 0.0) / static_cast<double>(last - first);
  return {.per_fetch = steady, .at_once = all - steady};
}

}  // namespace leakproof
