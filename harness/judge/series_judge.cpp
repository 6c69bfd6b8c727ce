// SPDX-License-Identifier: MIT
#include "judge/series_judge.hpp"

#include <utility>

#include "judge/limits.hpp"

namespace leakproof {
namespace {

// How much V8 or a JVM may allocate before it maps more memory.
constexpr std::int64_t uncollected_slack = 16 << 20;

Criteria with_slack(Criteria criteria, std::int64_t slack) {
  criteria.slack = slack;
  return criteria;
}

}  // namespace

SeriesJudge::SeriesJudge(Role role, Criteria criteria, std::string uncollected)
    : role_(role),
      uncollected_(role == Role::fallback ? std::move(uncollected) : ""),
      criteria_(uncollected_.empty() ? criteria : with_slack(criteria, uncollected_slack)),
      staircase_(criteria_) {}

bool SeriesJudge::decides() const {
  return role_ == Role::decides || role_ == Role::fallback ||
         (role_ == Role::one_sided && is_settled());
}

void SeriesJudge::look(std::span<const Sample> samples) { take(staircase_.look(samples)); }

void SeriesJudge::finish(std::span<const Sample> samples, Ending ending, bool at_limit) {
  if (!leaks() && !samples.empty()) {
    const Verdict last = staircase_.look(samples, ending);
    take(last);
    if (reopened_) verdict_ = last;
  }
  if (!at_limit || leaks()) return;
  if (auto leak = leak_up_to_limit(samples)) verdict_ = *std::move(leak);
}

bool SeriesJudge::is_flat() const {
  return verdict_.growth.low <= 0 && verdict_.growth.high < criteria_.tolerable_per_fetch;
}

Verdict SeriesJudge::verdict() const {
  Verdict verdict = verdict_;
  if (!uncollected_.empty() && verdict.ruling == Ruling::leaks) {
    verdict.ruling = Ruling::inconclusive;
    verdict.reason = "grows; collection not forced (" + uncollected_ + ")";
  }
  return verdict;
}

// A clean verdict stands until the series rises.
void SeriesJudge::take(Verdict verdict) {
  const bool was_clean = verdict_.ruling == Ruling::clean;
  if (was_clean && verdict.ruling == Ruling::inconclusive) {
    reopened_ = reopened_ || staircase_.last_look_rose();
    return;
  }
  reopened_ = false;
  verdict_ = std::move(verdict);
}

}  // namespace leakproof
