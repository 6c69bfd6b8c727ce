// SPDX-License-Identifier: MIT
#include "report/advice_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "report/owner_text.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

// What the line does, where that is not what the suggestion says.
std::string_view hint(const Advice& advice) {
  if (advice.line_only_fetches) {
    return ", which fetches; the line that makes what is left is not known";
  }
  return advice.kind.ends_with(" kept") ? ", which makes what is kept" : "";
}

}  // namespace

std::vector<AdviceGroup> grouped_advice(std::span<const TrialAdvice> advice) {
  std::vector<AdviceGroup> groups;
  for (const TrialAdvice& one : advice) {
    auto group = std::ranges::find_if(groups, [&](const AdviceGroup& known) {
      return known.first.trial.client == one.trial.client &&
             known.first.advice.kind == one.advice.kind;
    });
    if (group == groups.end()) group = groups.insert(group, {.first = one});
    if (std::ranges::find(group->scenarios, one.trial.scenario) == group->scenarios.end()) {
      group->scenarios.push_back(one.trial.scenario);
    }
  }
  return groups;
}

std::vector<TrialAdvice> advice_on(std::span<const TrialAdvice> advice,
                                   const std::function<bool(const TrialName&)>& wanted) {
  std::vector<TrialAdvice> chosen;
  std::ranges::copy_if(advice, std::back_inserter(chosen), wanted, &TrialAdvice::trial);
  return chosen;
}

std::string title_of(const AdviceGroup& group) {
  return printable(group.first.trial.client + ": " + group.first.advice.kind);
}

std::vector<Evidence> lines_of(const AdviceGroup& group) {
  const auto& [trial, advice] = group.first;
  const bool several = group.scenarios.size() > 1;
  std::vector<Evidence> lines;
  if (advice.line) lines.push_back({"line", text(*advice.line) + std::string(hint(advice))});
  if (advice.line && !advice.line->excerpt.empty()) {
    lines.push_back({"code", printable(advice.line->excerpt, true)});
  }
  lines.push_back({"suggestion", printable(advice.suggestion)});
  lines.push_back(
      {"evidence", printable(several ? trial.scenario + ": " + advice.evidence : advice.evidence)});
  lines.push_back({"on", printable(fmt::format("{}", fmt::join(group.scenarios, ", ")))});
  return lines;
}

std::string advice_text(std::span<const TrialAdvice> advice, std::size_t width) {
  std::string text;
  for (const AdviceGroup& group : grouped_advice(advice)) {
    text += "  " + title_of(group) + "\n" + lines(lines_of(group), 4, width);
  }
  return text;
}

}  // namespace leakproof::report
