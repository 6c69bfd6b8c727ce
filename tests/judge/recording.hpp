// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "judge/staircase.hpp"
#include "judge/thinning.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

namespace leakproof {

/// Usage after `fetches`.
using Usage = std::function<double(double fetches)>;

/// Readings of `usage` up to `end` fetches. Batch sizes are random, about horizon / 80 as in
/// a real run, and the same in every call.
inline std::vector<Sample> recording(const Usage& usage, std::int64_t end,
                                     std::int64_t horizon = 2000) {
  const auto batch = horizon / 80;
  std::minstd_rand random(1);
  std::vector<Sample> samples;
  for (std::int64_t fetches = 0;;) {
    samples.push_back({fetches, static_cast<std::int64_t>(usage(static_cast<double>(fetches)))});
    if (fetches >= end) return samples;
    fetches += batch / 2 + static_cast<std::int64_t>(random()) % (batch + 1);
  }
}

inline constexpr std::size_t all_of_them = 100'000;

/// Judges like a trial: looks whenever a look is due, until a look decides or the budget is
/// used up. Keeps at most `capacity` readings.
inline Verdict judge(const Usage& usage, const Criteria& criteria,
                     std::size_t capacity = all_of_them) {
  Staircase staircase(criteria);
  std::vector<Sample> samples;
  for (const auto& sample : recording(usage, criteria.budget(), criteria.horizon)) {
    samples.push_back(sample);
    if (samples.size() > capacity) samples = thinned(std::move(samples));
    if (!staircase.due_at(sample.fetches)) continue;
    const bool is_spent = sample.fetches >= criteria.budget();
    auto verdict = staircase.look(samples, is_spent ? Ending::budget : Ending::none);
    if (verdict.ruling != Ruling::inconclusive || is_spent) return verdict;
  }
  return {};
}

}  // namespace leakproof
