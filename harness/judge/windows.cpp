// SPDX-License-Identifier: MIT
#include <judge/windows.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

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

}  // namespace

bool Windows::rise() const { return growth.low > 0 && late >= undiminished * early; }

std::optional<WindowPoints> window_points(std::span<const Sample> samples, std::int64_t quantum,
                                          double injected) {
  if (samples.empty()) return std::nullopt;
  const auto usage = [&, start = samples.front().fetches](const Sample& sample) {
    return static_cast<double>(sample.value) + leaked(injected, sample.fetches - start, quantum);
  };

  const auto warm = after_warm_up(samples);
  const auto length = warm.size() / window_count;
  if (length == 0) return std::nullopt;
  const auto judged = warm.last(length * window_count);  // the remainder joins the warm-up

  WindowPoints points;
  for (std::size_t k = 0; k < window_count; ++k) {
    const auto window = judged.subspan(k * length, length);
    auto lowest = usage(window.front());
    for (const auto& sample : window) lowest = std::min(lowest, usage(sample));
    points[k] = {static_cast<double>(window.front().fetches), lowest};
  }
  const auto end = static_cast<double>(samples.back().fetches);
  const bool forward = std::ranges::adjacent_find(points, std::greater_equal{},
                                                  &WindowPoint::fetches) == points.end();
  if (!forward || end < points.back().fetches) return std::nullopt;
  return points;
}

std::optional<Windows> measure(std::span<const Sample> samples, std::int64_t quantum,
                               double injected) {
  const auto windows_as_points = window_points(samples, quantum, injected);
  if (!windows_as_points) return std::nullopt;
  const WindowPoints& points = *windows_as_points;
  const auto& first = points.front();
  const auto& last = points.back();
  const auto end = static_cast<double>(samples.back().fetches);
  const auto grown = static_cast<double>(samples.back().value) +
                     leaked(injected, samples.back().fetches - samples.front().fetches, quantum);

  constexpr auto third = window_count / 3;
  Windows windows{.early = rate(first, points[third]),
                  .late = rate(points[window_count - 1 - third], last),
                  .span = end - first.fetches,
                  .net = grown - first.usage,
                  .spacing = (last.fetches - first.fetches) / (window_count - 1)};
  std::transform(points.begin(), points.end() - 1, points.begin() + 1, windows.steps.begin(), rate);
  const auto [slowest, fastest] = std::ranges::minmax(windows.steps);
  windows.growth = {rate(first, last), slowest, fastest};
  return windows;
}

std::optional<double> detection_floor(std::span<const Sample> samples, std::int64_t quantum,
                                      std::int64_t slack) {
  const auto windows = measure(samples, quantum);
  if (!windows) return std::nullopt;
  const auto seen = [&](double injected) { return measure(samples, quantum, injected)->rise(); };

  // Double the injected leak until it is detected, then bisect to one part in a million.
  auto shows = static_cast<double>(quantum) / windows->spacing;
  for (int doubling = 0; doubling < 60 && !seen(shows); ++doubling) shows *= 2;
  if (!seen(shows)) return std::nullopt;
  double hidden = 0;
  for (int halving = 0; halving < 20; ++halving) {
    const auto middle = std::midpoint(hidden, shows);
    (seen(middle) ? shows : hidden) = middle;
  }
  return std::max(shows, static_cast<double>(slack) / windows->span);
}

}  // namespace leakproof
