// SPDX-License-Identifier: MIT
#include "trial/series_progress.hpp"

#include <algorithm>

namespace leakproof {

std::optional<std::int64_t> next_look(std::span<const SeriesRecorder> all, std::int64_t fetches) {
  std::optional<std::int64_t> next;
  for (const SeriesRecorder& series : all) {
    if (series.is_open(fetches)) next = std::min(next.value_or(INT64_MAX), series.next_look());
  }
  return next;
}

std::vector<RisingSeries> rising(std::span<const SeriesRecorder> all) {
  std::vector<RisingSeries> result;
  for (const SeriesRecorder& series : all) {
    const auto growth = series.can_accuse() ? series.growth() : std::nullopt;
    if (!growth || growth->low <= 0) continue;
    const Metric& metric = series.metric();
    result.push_back({.metric = metric.name, .per_fetch = growth->per_fetch, .unit = metric.unit});
  }
  return result;
}

}  // namespace leakproof
