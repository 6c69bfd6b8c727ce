// SPDX-License-Identifier: MIT
#include "report/finding_text.hpp"

#include <optional>

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
  for (const Finding& finding : result.findings) {
    const std::optional<double>& floor = finding.verdict.floor;
    const bool rises = finding.verdict.ruling != Ruling::clean && finding.verdict.growth.low > 0;
    if (!finding.decides() || !floor || rises) continue;
    const Metric& metric = finding.series.metric;
    if (text.empty()) {
      text = result.ruling == Conclusion::clean ? "would have caught "
                                                : "growth would have been visible from ";
    } else {
      text += ", ";
    }
    text += metric.name + " " + rate_text(*floor, symbol(metric.unit));
  }
  return text;
}

}  // namespace leakproof::report
