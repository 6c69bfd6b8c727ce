// SPDX-License-Identifier: MIT
#include "judge/series_judge.hpp"

#include <utility>

#include "judge/limits.hpp"
#include "judge/windows.hpp"

namespace leakproof {
namespace {

// How much V8 or a JVM may allocate before it maps more memory.
constexpr std::int64_t uncollected_slack = 16 << 20;

// The native heap of a JVM or of V8 grows a little in every window while code is compiled, and by
// much in a few of them.
Criteria criteria_in(Role role, Criteria criteria, const std::string& uncollected) {
  if (role == Role::one_sided) criteria.must_be_even = true;
  if (role == Role::fallback && !uncollected.empty()) criteria.slack = uncollected_slack;
  return criteria;
}

}  // namespace

bool has_ceased(std::span<const Sample> samples, std::int64_t fetches) {
  if (fetches == 0) return false;
  const double last_window = (1 - warm_up_share) / window_count * static_cast<double>(fetches);
  return samples.empty() || static_cast<double>(fetches - samples.back().fetches) > last_window;
}

SeriesJudge::SeriesJudge(Role role, Criteria criteria, std::string uncollected)
    : role_(role),
      uncollected_(std::move(uncollected)),
      criteria_(criteria_in(role, criteria, uncollected_)),
      staircase_(criteria_),
      is_open_(role == Role::decides || role == Role::fallback) {}

void SeriesJudge::look(std::span<const Sample> samples) {
  verdict_ = staircase_.look(samples);
  is_open_ = is_open_ && is_unsettled();
}

void SeriesJudge::confirm(std::span<const Sample> samples) {
  if (leaks() || samples.empty()) return;
  if (verdict_.fetches != samples.back().fetches) verdict_ = staircase_.look(samples);
  is_open_ = is_unsettled();
}

void SeriesJudge::finish(std::span<const Sample> samples, Ending ending, bool at_limit) {
  if (leaks() || samples.empty()) return;
  if (ending != Ending::none) verdict_ = staircase_.look(samples, ending);
  if (!at_limit || leaks()) return;
  is_at_limit_ = true;
  if (auto leak = leak_up_to_limit(samples, verdict_)) verdict_ = *std::move(leak);
}

bool SeriesJudge::is_unsettled() const {
  switch (role_) {
    case Role::decides:
      // Garbage does not last until the limit of its resource.
      return verdict_.ruling == Ruling::inconclusive ||
             (verdict_.ruling == Ruling::leaks && !leaks());
    case Role::fallback:
      return verdict_.ruling == Ruling::inconclusive;
    case Role::one_sided:
      // Growth that fades may be a warm-up in front of a leak.
      return verdict_.ruling == Ruling::inconclusive &&
             (verdict_.growth.low > 0 ||
              (criteria_.is_followed && verdict_.growth.high >= criteria_.tolerable_per_fetch));
    case Role::informational:
      break;
  }
  return false;
}

Verdict SeriesJudge::verdict() const {
  Verdict verdict = verdict_;
  if (verdict.ruling != Ruling::leaks || uncollected_.empty()) return verdict;
  if (is_at_limit_) {
    verdict.reason += "; collection not forced (" + uncollected_ + ")";
  } else {
    verdict.ruling = Ruling::inconclusive;
    verdict.reason = "grows; collection not forced (" + uncollected_ + ")";
  }
  return verdict;
}

}  // namespace leakproof
