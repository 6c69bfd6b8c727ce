// SPDX-License-Identifier: MIT
#include "compare/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/sort_stably.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "report/finding_text.hpp"
#include "report/words.hpp"

namespace leakproof {
namespace {

using Kind = Change::Kind;
using report::growth_text;
using report::word;

bool are_same(const Trial& a, const Trial& b) {
  return a.client == b.client && a.scenario.name == b.scenario.name &&
         a.client_usage == b.client_usage;
}

bool is_ruled(const Result& result) {
  return result.ruling == Conclusion::clean || result.ruling == Conclusion::leaks;
}

bool leaks(const Finding* finding) {
  return finding != nullptr && finding->decides() && finding->verdict.ruling == Ruling::leaks;
}

const Finding* find(const Result& result, const std::string& metric) {
  const auto found = std::ranges::find(
      result.findings, metric, [](const Finding& finding) { return finding.series.metric.name; });
  return found == result.findings.end() ? nullptr : &*found;
}

/// Collects the changes between two results of one trial.
class Pair {
 public:
  Pair(const Result& base, const Result& now, std::vector<Change>& changes)
      : base_(base), now_(now), changes_(changes) {}

  void compare() {
    // Growth is compared for every resource that leaks in both runs, even if a trial was cut
    // short.
    for (const Finding& after : now_.findings) {
      const Finding* const before = find(base_, after.series.metric.name);
      if (!leaks(&after)) continue;
      if (leaks(before)) {
        compare_growth(*before, after);
      } else {
        leaks_now(before, after);
      }
    }
    for (const Finding& before : base_.findings) {
      if (leaks(&before)) {
        leaked_before(before);
      } else if (before.decides() && now_.ruling == Conclusion::clean) {
        require_observed(before);
      }
    }
    compare_rulings();
    if (base_.ruling == Conclusion::clean && now_.ruling == Conclusion::clean) compare_peaks();
  }

 private:
  void add(Kind kind, std::string what) {
    changes_.push_back({.kind = kind,
                        .client = now_.trial.client,
                        .scenario = now_.trial.scenario.name,
                        .what = std::move(what)});
  }

  void leaks_now(const Finding* before, const Finding& after) {
    // Which resources of a leak are accused can vary between runs. A newly accused one is not
    // a change if the trial leaked before and this resource grew then.
    const Growth& growth = after.verdict.growth;
    const bool grew = before != nullptr && before->verdict.growth.per_fetch >= growth.low;
    if (base_.ruling == Conclusion::leaks && grew) return;
    add(Kind::worse, fmt::format("{} leaks: {}", after.series.metric.name, growth_text(after)));
    told_ = true;
  }

  void leaked_before(const Finding& before) {
    const Finding* const after = find(now_, before.series.metric.name);
    if (after == nullptr || leaks(after) || after->verdict.ruling != Ruling::clean) return;
    add(Kind::better, fmt::format("{} no longer leaks: before {}", before.series.metric.name,
                                  growth_text(before)));
    told_ = true;
  }

  void compare_growth(const Finding& before, const Finding& after) {
    const Growth& a = before.verdict.growth;
    const Growth& b = after.verdict.growth;
    const double tolerable = after.series.metric.tolerable_per_fetch;
    if (std::abs(b.per_fetch - a.per_fetch) <= tolerable) return;
    if (b.low <= a.high && a.low <= b.high) return;
    const bool more = b.per_fetch > a.per_fetch;
    add(more ? Kind::worse : Kind::better,
        fmt::format("{} leaks {}: {}, before {}", after.series.metric.name, more ? "more" : "less",
                    growth_text(after), growth_text(before)));
  }

  // A resource that is no longer observed is not clean.
  void require_observed(const Finding& before) {
    const std::string& metric = before.series.metric.name;
    if (find(now_, metric) == nullptr) {
      add(Kind::lost, metric + " is no longer observed");
    }
  }

  void compare_rulings() {
    if (base_.ruling == now_.ruling || told_) return;
    const std::string what = fmt::format("{} → {}{}", word(base_.ruling), word(now_.ruling),
                                         now_.reason.empty() ? "" : ": " + now_.reason);
    if (now_.ruling == Conclusion::leaks) {
      add(Kind::worse, what);
    } else if (is_ruled(base_) && !is_ruled(now_)) {
      add(Kind::lost, what);
    } else if (is_ruled(now_)) {
      add(Kind::better, what);
    }
  }

  void compare_peaks() {
    if (!base_.peak_bytes || !now_.peak_bytes) return;
    const auto far = [](std::int64_t low, std::int64_t high) {
      return high - low > peak_margin &&
             static_cast<double>(high) > peak_ratio * static_cast<double>(low);
    };
    const bool higher = far(*base_.peak_bytes, *now_.peak_bytes);
    if (!higher && !far(*now_.peak_bytes, *base_.peak_bytes)) return;
    const auto mib = [](std::int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); };
    add(higher ? Kind::worse : Kind::better,
        fmt::format("peak {:.1f} MiB, before {:.1f} MiB", mib(*now_.peak_bytes),
                    mib(*base_.peak_bytes)));
  }

  const Result& base_;
  const Result& now_;
  std::vector<Change>& changes_;
  bool told_ = false;  // a change explains the different ruling
};

std::vector<const Result*> by_seed(std::span<const Result> results) {
  std::vector<const Result*> sorted;
  for (const Result& result : results) sorted.push_back(&result);
  sort_stably(sorted, {}, [](const Result* r) { return r->trial.plan.seed; });
  return sorted;
}

}  // namespace

std::vector<Change> compare(std::span<const Result> base, std::span<const Result> now) {
  std::vector<Change> changes;
  std::vector<const Result*> left = by_seed(base);
  for (const Result* const after : by_seed(now)) {
    const auto before = std::ranges::find_if(
        left, [&](const Result* candidate) { return are_same(candidate->trial, after->trial); });
    if (before == left.end()) {
      changes.push_back({Kind::added, after->trial.client, after->trial.scenario.name,
                         fmt::format("{}: {}", word(after->ruling), after->reason)});
      continue;
    }
    Pair(**before, *after, changes).compare();
    left.erase(before);
  }
  for (const Result* const before : left) {
    changes.push_back({Kind::gone, before->trial.client, before->trial.scenario.name,
                       fmt::format("was {}", word(before->ruling))});
  }
  sort_stably(changes, {}, &Change::kind);
  return changes;
}

}  // namespace leakproof
