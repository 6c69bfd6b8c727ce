// SPDX-License-Identifier: MIT
#include "trial/phase.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace leakproof {
namespace {

constexpr std::size_t fewest_readings = 30;
constexpr int fewest_pairs = 20;
constexpr std::int64_t longest_period = 200;
constexpr std::int64_t fewest_rounds = 5;
constexpr double unlike = 0.1;

struct Point {
  std::int64_t fetches = 0;
  double value = 0;
};

double square(double x) { return x * x; }

// The readings after the first quarter of the run, less their linear trend.
std::vector<Point> without_trend(std::span<const Sample> samples) {
  const std::int64_t start = (3 * samples.front().fetches + samples.back().fetches) / 4;
  std::vector<Point> points;
  double mean_x = 0;
  double mean_y = 0;
  for (const Sample& sample : samples) {
    if (sample.fetches < start) continue;
    points.push_back({sample.fetches, static_cast<double>(sample.value)});
    mean_x += static_cast<double>(sample.fetches);
    mean_y += points.back().value;
  }
  const auto count = static_cast<double>(points.size());
  mean_x /= count;
  mean_y /= count;
  double covariance = 0;
  double variance = 0;
  for (const Point& point : points) {
    const double x = static_cast<double>(point.fetches) - mean_x;
    covariance += x * (point.value - mean_y);
    variance += square(x);
  }
  const double slope = variance > 0 ? covariance / variance : 0;
  for (Point& point : points) {
    point.value -= mean_y + slope * (static_cast<double>(point.fetches) - mean_x);
  }
  return points;
}

// The mean square of the differences between readings in equal phases; empty if there are too few.
std::optional<double> differences(const std::vector<Point>& points, std::int64_t period) {
  const std::int64_t near = period / 64;
  double sum = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const std::int64_t apart = (points[j].fetches - points[i].fetches) % period;
      if (std::min(apart, period - apart) > near) continue;
      sum += square(points[j].value - points[i].value);
      ++pairs;
    }
  }
  return pairs < fewest_pairs ? std::nullopt : std::optional(sum / pairs);
}

}  // namespace

std::optional<Phase> phase_of(std::span<const Sample> samples, double negligible) {
  if (samples.size() < fewest_readings) return std::nullopt;
  const std::vector<Point> points = without_trend(samples);
  if (points.size() < fewest_readings) return std::nullopt;
  const auto [lowest, highest] = std::ranges::minmax_element(points, {}, &Point::value);
  if (highest->value - lowest->value <= negligible) return std::nullopt;
  double variance = 0;
  for (const Point& point : points) variance += square(point.value);
  variance /= static_cast<double>(points.size());
  const std::int64_t span = points.back().fetches - points.front().fetches;
  for (std::int64_t period = 2; period <= std::min(longest_period, span / fewest_rounds);
       ++period) {
    const auto within = differences(points, period);
    if (within && *within < unlike * 2 * variance) {
      return Phase{.period = period,
                   .remainder = lowest->fetches % period,
                   .amplitude = highest->value - lowest->value};
    }
  }
  return std::nullopt;
}

}  // namespace leakproof
