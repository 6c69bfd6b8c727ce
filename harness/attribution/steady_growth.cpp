// SPDX-License-Identifier: MIT
#include "attribution/steady_growth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include <judge/windows.hpp>

#include "text/growth.hpp"

namespace leakproof {
namespace {

constexpr double large = 3;  // times the middle step
constexpr std::ptrdiff_t most_large = 2;

}  // namespace

std::string SteadyGrowth::text_at_once(std::string_view unit) const {
  if (at_once <= 0) return "";
  return rate_text(at_once, unit) + " more came at once, as where a table is doubled";
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
  const auto first_large = std::ranges::upper_bound(steps, large * middle);
  const auto count_of_large = steps.end() - first_large;
  if (middle <= 0 || count_of_large == 0 || count_of_large > most_large) return {.per_fetch = all};
  const double steady = std::accumulate(steps.begin(), first_large, 0.0) /
                        static_cast<double>(first_large - steps.begin());
  if (steady >= all) return {.per_fetch = all};
  return {.per_fetch = steady, .at_once = all - steady};
}

}  // namespace leakproof
