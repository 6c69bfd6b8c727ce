// SPDX-License-Identifier: MIT
#include "report/github.hpp"

#include <fmt/format.h>

#include <utility>

#include "model/owner.hpp"
#include "model/reporter.hpp"
#include "report/advice_text.hpp"
#include "report/evidence.hpp"
#include "report/owner_text.hpp"
#include "report/words.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

// Escapes text for a workflow command. A comma or colon would end a property.
std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    const bool ends = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    result += ends ? fmt::format("%{:02X}", static_cast<int>(c)) : std::string(1, c);
  }
  return result;
}

}  // namespace

GitHubAnnotations::GitHubAnnotations(std::FILE* out, RunInfo info, std::string workspace)
    : out_(out), info_(std::move(info)), workspace_(std::move(workspace)) {}

void GitHubAnnotations::controls(const std::vector<Control>& controls) {
  for (const Control& control : controls) {
    if (!control.found)
      annotate("error", "", "control " + control.name + " was missed", control.reason);
  }
}

void GitHubAnnotations::add(const Result& result) {
  const Standing how = standing(result, info_);
  if (how == Standing::expected && result.known != KnownState::gone) return;
  std::string where;
  if (const Place* const place = leaking_line(result)) {
    where = "file=" + escaped(printable(path_below(workspace_, place->file)), true) + ",";
    if (place->line > 0) where += fmt::format("line={},", place->line);
  }
  const std::string title = fmt::format("{} {}", name_of(result.trial), word(result, how));
  if (how == Standing::unexpected) {
    unexpected_[trial_name_of(result.trial)] = where;
    annotate("error", where, title, lines(evidence(result, info_), 0));
  } else if (how == Standing::warning) {
    annotate("warning", where, title, lines(evidence(result, info_), 0));
  } else {
    annotate("notice", where, title, printable(result.reason + "\n" + result.known_details, true));
  }
}

void GitHubAnnotations::finish(std::span<const TrialAdvice> advice) {
  const auto is_unexpected = [this](const TrialName& name) { return unexpected_.contains(name); };
  for (const AdviceGroup& group : grouped_advice(advice_on(advice, is_unexpected))) {
    annotate("notice", unexpected_.at(group.first.trial), "advice on " + title_of(group),
             lines(lines_of(group), 0));
  }
}

void GitHubAnnotations::annotate(std::string_view level, const std::string& where,
                                 const std::string& title, const std::string& message) {
  fmt::print(out_, "::{} {}title={}::{}\n", level, where, escaped(title, true),
             escaped(message, false));
  std::fflush(out_);
}

}  // namespace leakproof::report
