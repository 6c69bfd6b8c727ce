// SPDX-License-Identifier: MIT
#include <judge/conclude.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace leakproof {
namespace {

// Three significant digits, and never an exponent where growth is large.
std::string growth_of(const Finding& finding) {
  const auto& name = finding.series.metric.name;
  const auto per_fetch = finding.verdict.growth.per_fetch;
  return std::abs(per_fetch) < 100 ? fmt::format("{} {:+#.3g}", name, per_fetch)
                                   : fmt::format("{} {:+.0f}", name, per_fetch);
}

std::string name_of(const Finding& finding) { return finding.series.metric.name; }

using Describe = std::string(const Finding&);

std::string list(std::span<const Finding> findings, Ruling ruling, Describe& describe) {
  std::vector<std::string> words;
  for (const auto& finding : findings) {
    if (finding.decides && finding.verdict.ruling == ruling) words.push_back(describe(finding));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

bool is_clean(std::span<const Finding> findings, std::string_view metric) {
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    return finding.series.metric.name == metric && finding.verdict.ruling == Ruling::clean;
  });
}

}  // namespace

Judgement conclude(std::span<const Finding> findings) {
  const auto leaking = list(findings, Ruling::leaks, growth_of);
  if (!leaking.empty()) return {Conclusion::leaks, leaking + " a fetch"};

  const auto undecided = std::ranges::find_if(findings, [](const Finding& finding) {
    return finding.decides && finding.verdict.ruling == Ruling::inconclusive;
  });
  if (undecided != findings.end()) {
    return {Conclusion::inconclusive, name_of(*undecided) + ": " + undecided->verdict.because};
  }

  const auto clean = list(findings, Ruling::clean, name_of);
  if (!clean.empty()) return {Conclusion::clean, "no growth in " + clean};
  return {Conclusion::inconclusive, "nothing that decides can be observed here"};
}

void name_retention(std::span<Finding> findings) {
  for (const auto* metric : {"heap_blocks", "heap_bytes", "mapped_bytes"}) {
    if (!is_clean(findings, metric)) return;
  }
  for (auto& [series, verdict, decides] : findings) {
    if (decides || series.metric.role != Role::stands_in || verdict.ruling != Ruling::leaks) {
      continue;
    }
    verdict.ruling = Ruling::inconclusive;
    verdict.because =
        "retention or fragmentation in the allocator, not a leak: "
        "live heap and mapped bytes are flat";
  }
}

Conclusion expected(const Trial& trial) {
  const auto& scenario = trial.scenario;
  const auto leaks_if = [](bool leaks) { return leaks ? Conclusion::leaks : Conclusion::clean; };
  switch (trial.expect) {
    case Expectation::clean:
      return Conclusion::clean;
    case Expectation::leaks:
      return Conclusion::leaks;
    case Expectation::leaks_with_body:  // only a whole body is kept
      return leaks_if(scenario.has_body && scenario.completes);
    case Expectation::leaks_on_failure:
      return leaks_if(!scenario.completes);
  }
  return Conclusion::clean;
}

}  // namespace leakproof
