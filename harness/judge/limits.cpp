// SPDX-License-Identifier: MIT
#include "judge/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/windows.hpp"

namespace leakproof {
namespace {

// This close to its limit, the client may already have failed to open a descriptor.
constexpr std::int64_t last_descriptors = 8;

constexpr std::size_t fewest_readings = 4;

bool rises_at_every_reading(std::span<const Sample> samples) {
  const auto not_higher = [](const Sample& a, const Sample& b) { return b.value <= a.value; };
  return std::ranges::adjacent_find(samples, not_higher) == samples.end();
}

}  // namespace

bool is_near_descriptor_limit(std::int64_t open, std::int64_t limit) {
  return 10 * open >= 9 * limit;
}

bool is_at_descriptor_limit(std::int64_t open, std::int64_t limit, std::int64_t refused) {
  return open >= limit - last_descriptors || (refused > 0 && is_near_descriptor_limit(open, limit));
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
  const double rate = static_cast<double>(last.value - first.value) /
                      static_cast<double>(last.fetches - first.fetches);
  return Verdict{.ruling = Ruling::leaks,
                 .fetches = last.fetches,
                 .growth = {.per_fetch = rate, .low = rate, .high = rate},
                 .reason = "rose at every reading until it reached its limit"};
}

}  // namespace leakproof
