// SPDX-License-Identifier: MIT
#include "report/page_data.hpp"

#include <algorithm>
#include <utility>

#include "judge/windows.hpp"
#include "model/finding.hpp"
#include "model/reporter.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"
#include "report/advice_text.hpp"
#include "report/evidence.hpp"
#include "report/json/json.hpp"
#include "report/owner_text.hpp"
#include "report/results_json.hpp"
#include "report/thin.hpp"
#include "report/words.hpp"

namespace leakproof::report {
namespace {

// Keeps a page with 300 trials fast to open.
constexpr std::size_t points_of_a_curve = 160;
constexpr std::size_t points_beside = 60;  // for a series that does not decide

// Stores differences, which are shorter than the numbers.
Json curve(const std::vector<Sample>& samples) {
  Json result = Json::array();
  Sample before;
  for (const Sample& sample : samples) {
    result.push_back(sample.fetches - before.fetches);
    result.push_back(sample.value - before.value);
    before = sample;
  }
  return result;
}

// The windows at the look of the verdict.
Json windows(const Finding& finding) {
  std::span<const Sample> judged = finding.series.samples;
  while (!judged.empty() && judged.back().fetches > finding.verdict.fetches) {
    judged = judged.first(judged.size() - 1);
  }
  Json result = Json::array();
  if (const auto points = window_points(judged, finding.series.metric.grain)) {
    for (const WindowPoint& point : *points) {
      result.push_back(static_cast<std::int64_t>(point.fetches));
      result.push_back(static_cast<std::int64_t>(point.usage));
    }
  }
  return result;
}

// Owners in the words of the text formats.
Json owners(const Result& result) {
  Json all = Json::array();
  for (const Owner& owner : result.owners) {
    Json stack = Json::array();
    for (const Place& place : owner.stack) stack.push_back(text(place));
    all.push_back({{"text", text(owner)}, {"stack", std::move(stack)}});
    if (owner.yours) all.back()["yours"] = *owner.yours;
  }
  return all;
}

}  // namespace

Json page_trial(const Result& result, const RunInfo& info) {
  Json trial = json_of(result);
  trial["standing"] = word(standing(result, info));
  trial["declares"] = words(result.trial.expect, result.trial.leaks_on);
  for (const char* unused : {"expectation", "leaks_on", "plan", "fetches_from_origin"}) {
    trial.erase(unused);
  }
  trial["owners"] = owners(result);
  Json& findings = trial["findings"];
  for (std::size_t i = 0; i < result.findings.size(); ++i) {
    const Finding& finding = result.findings[i];
    Json& shown = findings[i];
    for (const char* unused : {"samples", "kind", "grain", "slack", "horizon_share"}) {
      shown.erase(unused);
    }
    const bool matters = finding.decides() || finding.verdict.ruling == Ruling::leaks;
    shown["readings"] = finding.series.samples.size();
    shown["curve"] =
        curve(thin(finding.series.samples, matters ? points_of_a_curve : points_beside));
    shown["windows"] = windows(finding);
  }
  return trial;
}

Json page_advice(const TrialAdvice& advice) {
  Json lines = Json::array();
  for (const Evidence& line : lines_of({.first = advice, .scenarios = {}})) {
    if (!line.text.empty()) lines.push_back({line.label, line.text});
  }
  return {{"kind", advice.advice.kind}, {"lines", std::move(lines)}};
}

std::string page_data(const Head& head, const std::vector<Json>& trials) {
  Json data = json_of(head);
  data["trials"] = trials;
  std::string text;
  for (const char c : line_of(data)) {
    if (c == '<') {
      text += "\\u003c";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace leakproof::report
