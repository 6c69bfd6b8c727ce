// SPDX-License-Identifier: MIT
#include <judge/conclude.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"

namespace leakproof {
namespace {

std::string growth_of(const Finding& finding) {
  const Metric& metric = finding.series.metric;
  return metric.name + " " + growth_text(finding.verdict.growth.per_fetch, symbol(metric.unit));
}

std::string name_of(const Finding& finding) { return finding.series.metric.name; }

// Clean, but not for want of growth.
bool is_tolerated(const Finding& finding) {
  return finding.verdict.ruling == Ruling::clean && finding.verdict.growth.low > 0 &&
         finding.verdict.growth.high <= finding.series.metric.tolerated_per_fetch;
}

std::string tolerated(std::span<const Finding> findings) {
  std::string words;
  for (const auto& finding : findings) {
    if (!finding.decides || !is_tolerated(finding)) continue;
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
    if (finding.decides && finding.verdict.ruling == ruling && !is_tolerated(finding)) {
      words.push_back(describe(finding));
    }
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

bool is_clean(std::span<const Finding> findings, MetricKind kind, Unit unit) {
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    return finding.series.metric.is(kind, unit) && finding.verdict.ruling == Ruling::clean;
  });
}

bool names(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const auto item = list.substr(0, list.find(','));
    if (item == name) return true;
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return false;
}

// Where it is the client's to say, as it said.
bool fetches_fail(const Result& result) {
  switch (expected_outcome(result.trial)) {
    case ExpectedOutcome::whole_reply:
      return false;
    case ExpectedOutcome::error:
    case ExpectedOutcome::time_out:
      return true;
    case ExpectedOutcome::either:
      return result.failed > 0;
  }
  return false;
}

constexpr std::string_view retention =
    "retention or fragmentation in the allocator, not a leak: "
    "live heap and mapped bytes are flat";

}  // namespace

ExpectedOutcome expected_outcome(const Trial& trial) {
  const bool gives_up =
      trial.client_usage.cancel_after > 0 || trial.client_usage.timeout.count() > 0;
  const auto of_scenario = trial.scenario.expected_outcome;
  return of_scenario == ExpectedOutcome::whole_reply && gives_up ? ExpectedOutcome::either
                                                                 : of_scenario;
}

Judgement conclude(std::span<const Finding> findings) {
  const auto leaking = list(findings, Ruling::leaks, growth_of);
  if (!leaking.empty()) return {Conclusion::leaks, leaking};

  const auto undecided = std::ranges::find_if(findings, [](const Finding& finding) {
    return finding.decides && finding.verdict.ruling == Ruling::inconclusive;
  });
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
  return {Conclusion::inconclusive, "nothing that decides can be observed here"};
}

void name_retention(std::span<Finding> findings) {
  const bool allocations_are_flat = is_clean(findings, MetricKind::heap, Unit::count) &&
                                    is_clean(findings, MetricKind::heap, Unit::bytes) &&
                                    is_clean(findings, MetricKind::mapping, Unit::bytes);
  if (!allocations_are_flat) return;
  for (auto& [series, verdict, decides] : findings) {
    if (decides || series.metric.role != Role::stands_in || verdict.ruling != Ruling::leaks) {
      continue;
    }
    verdict.ruling = Ruling::inconclusive;
    verdict.reason = retention;
  }
}

bool is_retention(const Finding& finding) { return finding.verdict.reason == retention; }

Conclusion expected(const Result& result) {
  const auto& trial = result.trial;
  const auto& scenario = trial.scenario;
  if (names(trial.leaks_on, scenario.name) || names(trial.leaks_on, scenario.group)) {
    return Conclusion::leaks;
  }
  const bool fails = fetches_fail(result);
  const auto leaks_if = [](bool leaks) { return leaks ? Conclusion::leaks : Conclusion::clean; };
  switch (trial.expect) {
    case Expectation::clean:
      return Conclusion::clean;
    case Expectation::leaks:
      return Conclusion::leaks;
    case Expectation::leaks_with_body:  // only a whole body is kept
      return leaks_if(scenario.has_body && !fails);
    case Expectation::leaks_on_failure:
      return leaks_if(fails);
  }
  return Conclusion::clean;
}

}  // namespace leakproof
