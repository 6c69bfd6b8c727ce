// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "commands/command.hpp"
#include "model/exit_code.hpp"
#include "model/result.hpp"
#include "model/trial_name.hpp"
#include "model/usage_error.hpp"
#include "report/advice_text.hpp"
#include "report/console.hpp"
#include "report/owner_text.hpp"
#include "report/results_file.hpp"
#include "text/printable.hpp"
#include "text/suggestion.hpp"

namespace leakproof::commands {
namespace {

struct ExplainOptions {
  std::string file{};
  std::string
      trial{};  // "client × scenario", "client/scenario" or a client; empty: all leaking trials
};

report::ResultsFile results_of(const std::string& path) {
  try {
    return report::read_results(path);
  } catch (const report::NotResults& reason) {
    throw UsageError(reason.what());
  }
}

std::string name_of(const Result& result) {
  return result.trial.client + "/" + result.trial.scenario.name;
}

// Converts "client × scenario", as the console prints it, to "client/scenario".
std::string with_slash(const std::string& name) {
  constexpr std::string_view times = " × ";
  const auto at = name.find(times);
  return at == name.npos ? name : name.substr(0, at) + "/" + name.substr(at + times.size());
}

std::vector<Result> chosen_results(const report::ResultsFile& file, const ExplainOptions& options) {
  std::vector<Result> results;
  std::vector<std::string> names;
  const std::string wanted = with_slash(options.trial);
  for (const Result& result : file.results) {
    const std::string name = name_of(result);
    names.push_back(name);
    names.push_back(result.trial.client);
    const bool is_meant = wanted.empty() ? result.ruling == Conclusion::leaks
                                         : wanted == name || wanted == result.trial.client;
    if (is_meant) results.push_back(result);
  }
  if (results.empty() && !wanted.empty()) {
    const std::vector<std::string_view> known(names.begin(), names.end());
    const std::string_view meant = closest(wanted, known);
    throw UsageError(
        fmt::format("{} has no trial \"{}\".{}", printable(options.file), printable(options.trial),
                    meant.empty() ? "" : fmt::format(" Did you mean \"{}\"?", printable(meant))));
  }
  return results;
}

// Prints verdicts, numbers, owners with complete stacks, and advice.
int explain_results(const ExplainOptions& options) {
  const report::ResultsFile file = results_of(options.file);
  const std::vector<Result> results = chosen_results(file, options);
  if (results.empty()) fmt::print("no trial leaks in {}\n", printable(options.file));
  // Print each trial in full, whatever its client declares.
  report::Console console(stdout, {.quiet = true}, {.trials = results.size()});
  for (const Result& result : results) {
    const bool is_clean = result.ruling == Conclusion::clean;
    if (is_clean) fmt::print("  {}  {}\n", name_of(result), printable(result.reason));
    console.started(result.trial);
    console.add(result);
    fmt::print("{}", report::stacks_text(result));
  }
  const auto is_shown = [&](const TrialName& name) {
    return std::ranges::find(results, name, [](const Result& result) {
             return trial_name_of(result.trial);
           }) != results.end();
  };
  const std::string advice = report::advice_text(report::advice_on(file.advice, is_shown));
  if (!advice.empty()) fmt::print("\nAdvice\n{}", advice);
  return exit_clean;
}

}  // namespace

CommandEntry explain() {
  return {.name = "explain",
          .summary = "show the leaks of an earlier run with complete stacks",
          .examples = {{"leakproof explain results.json closed/drop-mid-body",
                        "print the evidence and whole call stacks of one trial"}},
          .group = Group::read,
          .add = [](CLI::App& command, Invocation&) -> Action {
            const auto options = std::make_shared<ExplainOptions>();
            command
                .add_option("RESULTS.json", options->file,
                            "results of a run (leakproof run --json)")
                ->required();
            command.add_option("TRIAL", options->trial, "\"CLIENT/SCENARIO\", or CLIENT")
                ->default_str("every trial that leaks");
            return [options] { return explain_results(*options); };
          }};
}

}  // namespace leakproof::commands
