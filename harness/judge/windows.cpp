// SPDX-License-Identifier: MIT
#include <judge/windows.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "model/series.hpp"

namespace leakproof {
namespace {

double rate(const WindowPoint& from, const WindowPoint& to) {
  return (to.usage - from.usage) / (to.fetches - from.fetches);
}

std::span<const Sample> after_warm_up(std::span<const Sample> samples) {
  const auto start = samples.front().fetches;
  const auto skipped = warm_up_share * static_cast<double>(samples.back().fetches - start);
  const auto first = std::ranges::find_if(samples, [&](const Sample& sample) {
    return static_cast<double>(sample.fetches - start) >= skipped;
  });
  return samples.subspan(static_cast<std::size_t>(first - samples.begin()));
}

// What a leak of `injected` per fetch would have added after `fetches`, rounded down to
// whole quanta.
double leaked(double injected, std::int64_t fetches, std::int64_t quantum) {
  const auto step = static_cast<double>(quantum);
  return step * std::floor(injected * static_cast<double>(fetches) / step);
}

// The values of the readings of each window, and where it starts.
struct Cut {
  std::array<double, window_count> starts{};  // fetches
  std::array<std::vector<double>, window_count> values{};
};

std::optional<Cut> cut_into_windows(std::span<const Sample> samples, std::int64_t quantum,
                                    double injected) {
  if (samples.empty()) return std::nullopt;
  const auto start = samples.front().fetches;
  const auto warm = after_warm_up(samples);
  const auto length = warm.size() / window_count;
  if (length == 0) return std::nullopt;
  const auto judged = warm.last(length * window_count);  // the remainder joins the warm-up

  Cut cut;
  for (std::size_t k = 0; k < window_count; ++k) {
    const auto window = judged.subspan(k * length, length);
    cut.starts[k] = static_cast<double>(window.front().fetches);
    for (const auto& [fetches, value] : window) {
      cut.values[k].push_back(static_cast<double>(value) +
                              leaked(injected, fetches - start, quantum));
    }
  }
  const auto end = static_cast<double>(samples.back().fetches);
  const bool forward =
      std::ranges::adjacent_find(cut.starts, std::greater_equal{}) == cut.starts.end();
  if (!forward || end < cut.starts.back()) return std::nullopt;
  return cut;
}

WindowPoints lowest_points(const Cut& cut) {
  WindowPoints points;
  for (std::size_t k = 0; k < window_count; ++k) {
    points[k] = {cut.starts[k], std::ranges::min(cut.values[k])};
  }
  return points;
}

// A quarter up from the lowest reading. Reorders the values.
WindowPoints quartile_points(Cut& cut) {
  WindowPoints points;
  for (std::size_t k = 0; k < window_count; ++k) {
    const auto quartile = cut.values[k].begin() + std::ssize(cut.values[k]) / 4;
    std::ranges::nth_element(cut.values[k], quartile);
    points[k] = {cut.starts[k], *quartile};
  }
  return points;
}

Trend trend_of(const WindowPoints& points) {
  std::array<double, window_count*(window_count - 1) / 2> slopes{};
  auto slope = slopes.begin();
  for (std::size_t i = 0; i < window_count; ++i) {
    for (std::size_t j = i + 1; j < window_count; ++j) *slope++ = rate(points[i], points[j]);
  }
  std::ranges::sort(slopes);
  return {.low = slopes[outer_slopes],
          .high = slopes[slopes.size() - 1 - outer_slopes],
          .net = points.back().usage - points.front().usage};
}

}  // namespace

bool Windows::are_even() const {
  auto sorted = steps;
  const auto middle = sorted.begin() + sorted.size() / 2;
  std::ranges::nth_element(sorted, middle);
  return 4 * *middle >= growth.per_fetch;
}

bool Windows::rise() const { return growth.low > 0 && late >= undiminished * early; }

std::optional<WindowPoints> window_points(std::span<const Sample> samples, std::int64_t quantum,
                                          double injected) {
  const auto cut = cut_into_windows(samples, quantum, injected);
  return cut ? std::optional(lowest_points(*cut)) : std::nullopt;
}

std::optional<Windows> measure(std::span<const Sample> samples, std::int64_t quantum,
                               double injected) {
  auto cut = cut_into_windows(samples, quantum, injected);
  if (!cut) return std::nullopt;
  const WindowPoints points = lowest_points(*cut);
  const auto& first = points.front();
  const auto& last = points.back();
  const auto end = static_cast<double>(samples.back().fetches);
  const auto end_value = cut->values.back().back();

  constexpr auto third = window_count / 3;
  Windows windows{.trend = trend_of(quartile_points(*cut)),
                  .early = rate(first, points[third]),
                  .late = rate(points[window_count - 1 - third], last),
                  .span = end - first.fetches,
                  .net = end_value - first.usage,
                  .spacing = (last.fetches - first.fetches) / (window_count - 1)};
  std::transform(points.begin(), points.end() - 1, points.begin() + 1, windows.steps.begin(), rate);
  const auto [slowest, fastest] = std::ranges::minmax(windows.steps);
  windows.growth = {rate(first, last), slowest, fastest};
  return windows;
}

std::optional<double> detection_floor(std::span<const Sample> samples, std::int64_t quantum,
                                      std::int64_t slack,
                                      const std::function<bool(const Windows&)>& shows) {
  const auto windows = measure(samples, quantum);
  if (!windows) return std::nullopt;
  const auto seen = [&](double injected) { return shows(*measure(samples, quantum, injected)); };

  // Double the injected leak until it shows, then bisect to one part in a million.
  auto visible = static_cast<double>(quantum) / windows->spacing;
  for (int doubling = 0; doubling < 60 && !seen(visible); ++doubling) visible *= 2;
  if (!seen(visible)) return std::nullopt;
  double hidden = 0;
  for (int halving = 0; halving < 20; ++halving) {
    const auto middle = std::midpoint(hidden, visible);
    (seen(middle) ? visible : hidden) = middle;
  }
  return std::max(visible, static_cast<double>(slack) / windows->span);
}

}  // namespace leakproof
