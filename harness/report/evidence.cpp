// SPDX-License-Identifier: MIT
#include "report/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include <leakproof/conclusion.hpp>

#include "judge/expectation.hpp"
#include "model/finding.hpp"
#include "model/owner.hpp"
#include "model/verdict.hpp"
#include "report/finding_text.hpp"
#include "report/owner_text.hpp"
#include "report/words.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"
#include "text/wrapped.hpp"

namespace leakproof::report {
namespace {

constexpr int owners_shown = 3;       // per resource; --json and --html have all
constexpr double share_shown = 0.01;  // least share of the growth
constexpr std::size_t frames_shown = 8;
constexpr std::size_t label_column = 15;

// An invalid trial shows only proven leaks.
bool is_shown(const Finding& finding, Conclusion ruling) {
  return finding.verdict.ruling == Ruling::leaks ||
         (finding.verdict.ruling == Ruling::inconclusive && finding.decides() &&
          ruling != Conclusion::invalid);
}

void add(std::vector<Evidence>& lines, const Owner& owner) {
  lines.push_back({"owner", text(owner)});
  const auto shown = std::min(owner.stack.size(), frames_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool yours = owner.yours == i;
    lines.push_back({"", (yours ? "> " : "  ") + text(owner.stack[i]), true});
  }
  if (owner.yours && *owner.yours >= shown) {
    lines.push_back({"", "> " + text(owner.stack[*owner.yours]), true});
  }
}

}  // namespace

std::vector<Evidence> evidence(const Result& result, const RunInfo& info) {
  std::vector<Evidence> lines;
  if (info.declared) lines.push_back({"", fmt::format("declared: {}", word(expected(result)))});
  lines.push_back({"", printable(result.reason, true)});
  if (!result.banner.empty()) lines.push_back({"measured", printable(result.banner)});
  for (const Finding& finding : result.findings) {
    if (!is_shown(finding, result.ruling)) continue;
    const std::string name = printable(finding.series.metric.name);
    lines.push_back({name, growth_text(finding)});
    lines.push_back({"",
                     fmt::format("{} fetches, {} readings: {}", grouped(finding.verdict.fetches),
                                 finding.series.samples.size(), finding.verdict.reason),
                     false});
    lines.back().label = " ";  // under the growth
  }
  if (result.ruling != Conclusion::leaks && result.ruling != Conclusion::invalid) {
    if (const std::string floors = floor_text(result); !floors.empty()) {
      lines.push_back({"", floors});
    }
  }
  for (const std::string& metric : result.not_observable) {
    lines.push_back({printable(metric), "not observable here"});
  }
  std::map<std::string, int> shown;
  for (const Owner& owner : result.owners) {
    if (owner.share >= share_shown && ++shown[owner.metric] <= owners_shown) add(lines, owner);
  }
  if (!result.unattributed.empty()) {
    lines.push_back({"unattributed", printable(result.unattributed)});
  }
  const bool is_settled =
      result.ruling == Conclusion::clean || result.ruling == Conclusion::skipped;
  if (!is_settled && !result.trial.repro_command.empty()) {
    lines.push_back({"repro", printable(result.trial.repro_command)});
  }
  return lines;
}

std::string lines(const std::vector<Evidence>& lines, std::size_t margin, std::size_t width) {
  std::string result;
  for (const Evidence& line : lines) {
    std::string start(margin, ' ');
    if (!line.label.empty() || line.stack) {
      start += fmt::format("{:<{}}", line.label, label_column);
      if (!line.label.empty() && start.back() != ' ') start += ' ';
    }
    const bool quotes = line.text.find('\n') != line.text.npos;
    result += start;
    result += line.stack || quotes ? line.text : wrapped(line.text, start.size(), width);
    result += '\n';
  }
  return result;
}

}  // namespace leakproof::report
