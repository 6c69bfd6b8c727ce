// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "attribution/leak_candidate.hpp"
#include "model/finding.hpp"
#include "model/verdict.hpp"
#include "support/metrics.hpp"

namespace leakproof::testing {

/// A series that decides and leaks.
inline Finding leak(const std::string& metric, double per_fetch) {
  return {.series = {.metric = metric_named(metric)},
          .verdict = {.ruling = Ruling::leaks, .growth = {.per_fetch = per_fetch}},
          .role = Role::decides};
}

inline Place at(const char* function, int line = 0) { return {.function = function, .line = line}; }

/// Outstanding allocations: `count` resources of `bytes` each from each of eight epochs.
inline AllocationGroup left(std::int64_t count, std::int64_t bytes,
                            ResourceKind kind = ResourceKind::block) {
  return {.kind = kind,
          .by_epoch = std::vector<std::int64_t>(8, count),
          .bytes = 8 * count * bytes,
          .smallest = bytes,
          .largest = bytes};
}

/// A window of eight epochs of ten fetches each.
inline constexpr Window window{.fetches = 80, .epochs = 8};

inline LeakCandidate candidate(std::vector<Place> places, std::int64_t count, std::int64_t bytes,
                               ResourceKind kind = ResourceKind::block) {
  return {.allocations = left(count, bytes, kind),
          .stack = {.places = std::move(places), .yours = {}}};
}

}  // namespace leakproof::testing
