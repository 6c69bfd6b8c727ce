// SPDX-License-Identifier: MIT
// A comment for a pull request: the summary, a matrix of rulings, and collapsed evidence.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include <leakproof/conclusion.hpp>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial_name.hpp"
#include "report/advice_text.hpp"
#include "report/catalogue.hpp"
#include "report/evidence.hpp"
#include "report/whole_file.hpp"
#include "report/words.hpp"
#include "text/printable.hpp"
#include "text/wrapped.hpp"

namespace leakproof::report {
namespace {

// GitHub limits a comment to 65,536 characters.
constexpr std::size_t details_shown = 20;

// Escapes untrusted text, so that it contains no markup, table cells or mentions.
std::string plain(std::string_view text) {
  constexpr std::string_view means_something = "\\`*_{}[]()#.|<>&@~:$";
  std::string result;
  for (const char c : printable(text)) {
    if (means_something.find(c) == means_something.npos) {
      result += c;
    } else {
      result += fmt::format("&#{};", static_cast<int>(c));
    }
  }
  return result;
}

// A code block whose fence is longer than any run of backticks in the text.
std::string fenced(const std::string& text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(longest + 1, '`');
  return fence + "text\n" + text + fence + "\n";
}

std::string_view mark(Conclusion ruling) {
  switch (ruling) {
    case Conclusion::clean:
      return "✅ clean";
    case Conclusion::leaks:
      return "❌ leaks";
    case Conclusion::inconclusive:
      return "❔ open";
    case Conclusion::skipped:
      return "➖ skipped";
    case Conclusion::invalid:
      break;
  }
  return "⚠️ invalid";
}

struct Line {
  std::string client{};
  std::string scenario{};
  std::string cell{};
  Standing standing = Standing::expected;
  std::string name{};
  std::string reason{};
  std::string evidence{};
};

class MarkdownFile final : public Reporter {
 public:
  MarkdownFile(const std::string& path, const RunInfo& info)
      : info_(info), file_(path, [this] { return text(); }) {}

  void controls(const std::vector<Control>& controls) override {
    for (const Control& control : controls) {
      if (control.found) continue;
      missed_ +=
          fmt::format("- control {} was missed: {}\n", plain(control.name), plain(control.reason));
    }
    file_.changed();
  }

  void add(const Result& result) override {
    Line line{.client = plain(result.trial.client),
              .scenario = plain(result.trial.scenario.name),
              .cell = std::string(mark(result.ruling)),
              .standing = standing(result, info_),
              .name = plain(result.trial.client) + " × " + plain(result.trial.scenario.name)};
    if (line.standing == Standing::known) line.cell = "🔶 known";
    add_note(result, line);
    if (line.standing == Standing::unexpected) {
      line.cell = "**" + line.cell + "**";
      line.reason = plain(result.reason);
      line.evidence = fenced(lines(evidence(result, info_), 0));
      unexpected_.push_back(trial_name_of(result.trial));
    }
    skipped_ += result.ruling == Conclusion::skipped ? 1 : 0;
    as_wanted_ +=
        line.standing == Standing::expected && result.ruling != Conclusion::skipped ? 1 : 0;
    trials_.push_back(std::move(line));
    file_.changed();
  }

  void save() override { file_.save(); }

  void finish(std::span<const TrialAdvice> advice) override {
    for (const AdviceGroup& group : grouped_advice(advice_on(advice, [this](const auto& name) {
           return std::ranges::find(unexpected_, name) != unexpected_.end();
         }))) {
      advice_ += fmt::format("- **{}**\n", plain(title_of(group)));
      for (const Evidence& line : lines_of(group)) {
        if (line.text.find('\n') == line.text.npos) {
          advice_ += fmt::format("  - {}: {}\n", line.label, plain(line.text));
          continue;
        }
        std::string block = fenced(line.text + "\n");
        block.pop_back();
        advice_ += fmt::format("  - {}:\n\n    {}\n", line.label, indented(block, 4));
      }
    }
    file_.write();
  }

 private:
  void add_note(const Result& result, const Line& line) {
    std::string_view label;
    std::string text = result.known_details;
    if (line.standing == Standing::known) {
      label = "known";
      text = result.reason + "; " + text;
    } else if (line.standing == Standing::warning) {
      label = "warning: inconclusive";
      text = result.reason;
    } else if (result.known == KnownState::gone) {
      label = "gone";
    } else {
      return;
    }
    notes_ += fmt::format("- {}: {}: {}\n", label, line.name, plain(text));
  }

  std::string text() const {
    std::string result = fmt::format("### leakproof: {} of {} trials {}\n\n", as_wanted_,
                                     info_.trials, info_.declared ? "as expected" : "clean");
    if (trials_.size() < info_.trials) {
      result += fmt::format("Only {} of {} trials ended.\n\n", trials_.size(), info_.trials);
    }
    if (skipped_ > 0) result += fmt::format("{} skipped.\n\n", skipped_);
    if (!missed_.empty()) result += missed_ + "\n";
    if (!notes_.empty()) result += notes_ + "\n";
    return result + matrix() + (advice_.empty() ? "" : "\n#### Advice\n\n" + advice_) + details() +
           fmt::format("\n<sub>leakproof {}, seed {}</sub>\n", plain(info_.version), info_.seed);
  }

  std::string matrix() const {
    if (trials_.empty()) return "";
    const auto each = [this](std::string Line::*name) {
      std::vector<std::string> names;
      for (const Line& line : trials_) {
        if (std::ranges::find(names, line.*name) == names.end()) names.push_back(line.*name);
      }
      return names;
    };
    const auto clients = each(&Line::client);
    std::string result = fmt::format("| | {} |\n| --- |", fmt::join(clients, " | "));
    for (std::size_t i = 0; i < clients.size(); ++i) result += " --- |";
    for (const std::string& scenario : each(&Line::scenario)) {
      result += "\n| " + scenario + " |";
      for (const std::string& client : clients) result += " " + cell(client, scenario) + " |";
    }
    return result + "\n";
  }

  // The most important of repeated trials.
  std::string cell(const std::string& client, const std::string& scenario) const {
    const Line* found = nullptr;
    for (const Line& line : trials_) {
      if (line.client != client || line.scenario != scenario) continue;
      if (found == nullptr || line.standing > found->standing) found = &line;
    }
    return found == nullptr ? "" : found->cell;
  }

  std::string details() const {
    std::string result;
    std::size_t shown = 0;
    for (const Line& line : trials_) {
      if (line.standing != Standing::unexpected || shown++ >= details_shown) continue;
      result += fmt::format("\n<details><summary>{}: {}</summary>\n\n{}\n</details>\n", line.name,
                            line.reason, line.evidence);
    }
    if (shown > details_shown) {
      result += fmt::format("\n{} more are in the other reports.\n", shown - details_shown);
    }
    return result;
  }

  RunInfo info_;
  std::vector<Line> trials_;
  std::vector<TrialName> unexpected_;
  std::size_t as_wanted_ = 0;
  std::size_t skipped_ = 0;
  std::string missed_;
  std::string notes_;  // on known leaks and warnings
  std::string advice_;
  WholeFile file_;  // last member: its destructor calls text()
};

}  // namespace

ReporterEntry markdown() {
  return {
      .name = "markdown",
      .summary = "a comment for a pull request, with collapsed evidence",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<MarkdownFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
