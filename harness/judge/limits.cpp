// SPDX-License-Identifier: MIT
#include "judge/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/windows.hpp"

namespace leakproof {
namespace {

// This close to its limit, the client may already have failed to open a descriptor.
std::int64_t last_descriptors(std::int64_t limit) { return std::min<std::int64_t>(8, limit / 10); }

constexpr std::size_t fewest_readings = 4;

double rate_between(const Sample& a, const Sample& b) {
  return static_cast<double>(b.value - a.value) / static_cast<double>(b.fetches - a.fetches);
}

bool rises_at_every_reading(std::span<const Sample> samples) {
  const auto not_higher = [](const Sample& a, const Sample& b) { return b.value <= a.value; };
  return std::ranges::adjacent_find(samples, not_higher) == samples.end();
}

}  // namespace

bool is_near_descriptor_limit(std::int64_t open, std::int64_t limit) {
  return 10 * open >= 9 * limit;
}

bool is_at_descriptor_limit(std::int64_t open, std::int64_t limit, std::int64_t refused) {
  return open >= limit - last_descriptors(limit) ||
         (refused > 0 && is_near_descriptor_limit(open, limit));
}

std::optional<std::int64_t> fetches_to_descriptor_limit(std::span<const Sample> samples,
                                                        std::int64_t limit) {
  if (samples.size() < fewest_readings) return std::nullopt;
  const auto latest = samples.last(fewest_readings);
  if (!rises_at_every_reading(latest)) return std::nullopt;
  double fastest = 0;
  for (std::size_t i = 1; i < latest.size(); ++i) {
    fastest = std::max(fastest, rate_between(latest[i - 1], latest[i]));
  }
  const std::int64_t room = limit - last_descriptors(limit) - 1 - latest.back().value;
  return static_cast<std::int64_t>(static_cast<double>(std::max<std::int64_t>(0, room)) / fastest);
}

bool counts_towards_memory_limit(const Metric& metric) {
  return metric.is(MetricKind::heap, Unit::bytes) || metric.kind == MetricKind::private_memory;
}

std::optional<Verdict> leak_up_to_limit(std::span<const Sample> samples, const Verdict& last_look) {
  if (last_look.rises) {
    Verdict verdict = last_look;
    verdict.ruling = Ruling::leaks;
    verdict.floor.reset();
    verdict.reason =
        fmt::format("rose in each of the last {} windows until it reached its limit", window_count);
    return verdict;
  }
  if (samples.size() < fewest_readings || !rises_at_every_reading(samples)) return std::nullopt;
  const Sample& first = samples.front();
  const Sample& last = samples.back();
  const double rate = rate_between(first, last);
  return Verdict{.ruling = Ruling::leaks,
                 .fetches = last.fetches,
                 .growth = {.per_fetch = rate, .low = rate, .high = rate},
                 .reason = "rose at every reading until it reached its limit"};
}

}  // namespace leakproof
