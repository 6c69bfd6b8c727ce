// SPDX-License-Identifier: MIT
#include <judge/conclude.hpp>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"

namespace leakproof {
namespace {

std::string growth_of(const Finding& finding) {
  const Metric& metric = finding.series.metric;
  return metric.name + " " + growth_text(finding.verdict.growth.per_fetch, symbol(metric.unit));
}

std::string name_of(const Finding& finding) { return finding.series.metric.name; }

// Clean only because the user tolerates its growth.
bool is_tolerated(const Finding& finding) {
  return finding.verdict.ruling == Ruling::clean && finding.verdict.growth.low > 0 &&
         finding.verdict.growth.high <= finding.series.metric.tolerated_per_fetch;
}

std::string tolerated(std::span<const Finding> findings) {
  std::string words;
  for (const auto& finding : findings) {
    if (!finding.decides() || !is_tolerated(finding)) continue;
    const Metric& metric = finding.series.metric;
    words +=
        fmt::format("{}{} is tolerated (up to {})", words.empty() ? "" : ", ", growth_of(finding),
                    limit_text(metric.tolerated_per_fetch, symbol(metric.unit)));
  }
  return words;
}

using Describe = std::string(const Finding&);

std::string list(std::span<const Finding> findings, Ruling ruling, Describe& describe) {
  std::vector<std::string> words;
  for (const auto& finding : findings) {
    if (finding.decides() && finding.verdict.ruling == ruling && !is_tolerated(finding)) {
      words.push_back(describe(finding));
    }
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

Judgement conclude(std::span<const Finding> findings) {
  const auto leaking = list(findings, Ruling::leaks, growth_of);
  if (!leaking.empty()) return {Conclusion::leaks, leaking};

  // A series that rises is the news, even if others are open too.
  const auto is_open = [](const Finding& finding) {
    return finding.decides() && finding.verdict.ruling == Ruling::inconclusive;
  };
  auto undecided = std::ranges::find_if(findings, [&](const Finding& finding) {
    return is_open(finding) && finding.verdict.growth.low > 0;
  });
  if (undecided == findings.end()) undecided = std::ranges::find_if(findings, is_open);
  if (undecided != findings.end()) {
    return {Conclusion::inconclusive, name_of(*undecided) + ": " + undecided->verdict.reason};
  }

  const auto clean = list(findings, Ruling::clean, name_of);
  const auto tolerated_growth = tolerated(findings);
  if (!clean.empty() || !tolerated_growth.empty()) {
    const auto flat = clean.empty() ? "" : "no growth in " + clean;
    return {Conclusion::clean,
            flat + (clean.empty() || tolerated_growth.empty() ? "" : "; ") + tolerated_growth};
  }
  return {Conclusion::inconclusive, "no metric that decides the ruling is observable"};
}

}  // namespace leakproof
