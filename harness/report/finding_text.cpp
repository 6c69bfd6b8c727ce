// SPDX-License-Identifier: MIT
#include "report/finding_text.hpp"

#include "model/metric.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"

namespace leakproof::report {

std::string growth_text(const Finding& finding) {
  const auto& [per_fetch, low, high] = finding.verdict.growth;
  return leakproof::growth_text(per_fetch, low, high, symbol(finding.series.metric.unit));
}

std::string floor_text(const Result& result) {
  std::string text;
  for (const auto& [series, verdict, decides] : result.findings) {
    if (!decides || !verdict.floor) continue;
    text += text.empty() ? "would have caught " : ", ";
    text += series.metric.name + " " + rate_text(*verdict.floor, symbol(series.metric.unit));
  }
  return text;
}

}  // namespace leakproof::report
