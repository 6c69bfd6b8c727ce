// SPDX-License-Identifier: MIT
#include "report/evidence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "judge/expectation.hpp"
#include "judge/retention.hpp"
#include "model/fetching_stack.hpp"
#include "model/finding.hpp"
#include "model/owner.hpp"
#include "model/verdict.hpp"
#include "report/finding_text.hpp"
#include "report/owner_text.hpp"
#include "report/words.hpp"
#include "text/growth.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"
#include "text/wrapped.hpp"

namespace leakproof::report {
namespace {

constexpr int owners_shown = 3;  // per resource; --json and --html have all
// Least shares of the growth: of the first owner of a series, and of the others.
constexpr double share_shown = 0.01;
constexpr double share_beside = 0.05;
constexpr std::size_t frames_shown = 8;
constexpr std::size_t label_column = 15;

// The series that the ruling depends on: those that leak or, where none does, those that
// are open.
bool is_shown(const Finding& finding, Conclusion ruling) {
  if (!finding.decides()) return false;
  return finding.verdict.ruling == Ruling::leaks ||
         (finding.verdict.ruling == Ruling::inconclusive && ruling == Conclusion::inconclusive);
}

// The informational series that rose, each with the reason why it does not decide.
std::string rising_beside(std::span<const Finding> findings) {
  std::string text;
  for (const Finding& finding : findings) {
    const bool rises = finding.verdict.ruling == Ruling::leaks || is_retention(finding);
    if (finding.decides() || !rises) continue;
    const Metric& metric = finding.series.metric;
    text +=
        fmt::format("{}{} {} ({})", text.empty() ? "" : ", ", metric.name,
                    leakproof::growth_text(finding.verdict.growth.per_fetch, symbol(metric.unit)),
                    is_retention(finding) ? finding.verdict.reason : finding.role_reason);
  }
  return text;
}

// The lines of owners with one stack, as the memory and the connection that a client leaves. Of the
// stack of the thread that fetches, the line of the user's is enough; of that which started a
// thread, also what this line calls.
void add(std::vector<Evidence>& lines, std::span<const Owner* const> owners) {
  const Owner& owner = *owners.front();
  for (const Owner* const one : owners) {
    lines.push_back({one == &owner ? "owner" : "and", text(*one)});
  }
  const std::size_t fetch = frames_before_fetch(owner);
  const std::size_t shown = std::min(frames_shown, fetch == 0 ? owner.stack.size() : fetch);
  bool has_start = false;
  for (std::size_t i = 0; i < owner.stack.size(); ++i) {
    const bool yours = owner.yours == i;
    const bool fetches = fetch > 0 && (i == fetch || i == fetch + 1);
    const bool starts = owner.yours > i && owner.stack[i].function.starts_with(started_by);
    has_start |= starts;
    const bool is_called = has_start && owner.yours == i + 1;
    if (i >= shown && !yours && !fetches && !starts && !is_called) continue;
    lines.push_back({"", (yours ? "> " : "  ") + text(owner.stack[i]), true});
  }
}

// Those that are shown, largest first for each series, with those of other series that have their
// stack.
std::vector<std::vector<const Owner*>> owners_by_stack(const Result& result) {
  std::vector<std::vector<const Owner*>> groups;
  std::map<std::string, int> shown;
  for (const Owner& owner : result.owners) {
    const int before = shown[owner.metric];
    const double least = before == 0 ? share_shown : share_beside;
    const bool is_small = owner.share > 0 && owner.share < least;
    if (is_small || before == owners_shown) continue;
    ++shown[owner.metric];
    const auto group = std::ranges::find_if(groups, [&](const auto& known) {
      const Owner& first = *known.front();
      return !owner.stack.empty() && owner.stack == first.stack && owner.yours == first.yours;
    });
    if (group == groups.end()) {
      groups.push_back({&owner});
    } else {
      group->push_back(&owner);
    }
  }
  return groups;
}

// The growth of the series that the ruling depends on, each followed by what the verdict rests on,
// unless that is the same for the next one.
void add_growth(std::vector<Evidence>& lines, const Result& result) {
  std::string last;
  for (const Finding& finding : result.findings) {
    if (!is_shown(finding, result.ruling)) continue;
    std::string basis = fmt::format("{} fetches, {} readings: {}", grouped(finding.verdict.fetches),
                                    finding.series.samples.size(), finding.verdict.reason);
    if (basis == last) lines.pop_back();
    lines.push_back({finding.series.metric.name, growth_text(finding)});
    lines.push_back({" ", basis});  // under the growth
    last = std::move(basis);
  }
}

std::string not_observable_text(const Result& result) {
  std::string text = fmt::format("{}", fmt::join(result.not_observable, ", "));
  if (!result.preload_obstacle.empty()) text += ": " + result.preload_obstacle;
  return text;
}

}  // namespace

std::vector<Evidence> evidence(const Result& result, const RunInfo& info) {
  std::vector<Evidence> lines;
  if (info.declared) lines.push_back({"", fmt::format("expected: {}", word(expected(result)))});
  lines.push_back({"", result.reason});
  if (!result.known_details.empty()) lines.push_back({"known", result.known_details});
  if (result.retried_after > 0) {
    lines.push_back(
        {"retried", fmt::format("with {} fetches; inconclusive after {}", grouped(result.fetches),
                                grouped(result.retried_after))});
  }
  if (!result.banner.empty()) lines.push_back({"measured", result.banner});
  add_growth(lines, result);
  if (const std::string rising = rising_beside(result.findings); !rising.empty()) {
    lines.push_back({"informational", rising});
  }
  if (result.ruling != Conclusion::leaks && result.ruling != Conclusion::invalid) {
    if (const std::string floors = floor_text(result); !floors.empty()) {
      lines.push_back({"", floors});
    }
  }
  if (!result.not_observable.empty()) {
    lines.push_back({"not observable", not_observable_text(result)});
  }
  if (!result.uncollected.empty()) {
    const std::string& obstacle = result.collection_obstacle;
    lines.push_back({"not collected", "garbage of " + result.uncollected +
                                          (obstacle.empty() ? "" : ": " + obstacle)});
  }
  if (!result.left_running.empty()) {
    lines.push_back({"left running",
                     fmt::format("{}; ended by leakproof", fmt::join(result.left_running, ", "))});
  }
  for (const auto& owners : owners_by_stack(result)) add(lines, owners);
  if (!result.owners.empty() && result.owner_fetches > 0) {
    lines.push_back(
        {"owners", fmt::format("found in {} more fetches", grouped(result.owner_fetches))});
  }
  if (!result.unattributed.empty()) {
    lines.push_back({"unattributed", result.unattributed});
  }
  const bool is_settled =
      result.ruling == Conclusion::clean || result.ruling == Conclusion::skipped;
  if (!is_settled && !result.trial.repro_command.empty()) {
    lines.push_back({"repro", result.trial.repro_command});
  }
  for (Evidence& line : lines) {
    line.label = printable(line.label);
    line.text = printable(line.text, true);
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
    result += start;
    if (line.stack) {
      result += line.text;
    } else if (line.text.find('\n') == line.text.npos) {
      result += wrapped(line.text, start.size(), width);
    } else {
      // What a worker has printed, which has no label, keeps its margin.
      result += indented(line.text, line.label.empty() ? 0 : start.size());
    }
    result += '\n';
  }
  return result;
}

}  // namespace leakproof::report
