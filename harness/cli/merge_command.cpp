// SPDX-License-Identifier: MIT
#include "cli/merge_command.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "cli/open_reports.hpp"
#include "cli/read_runs.hpp"
#include "cli/run_options.hpp"
#include "compare/merge.hpp"

namespace leakproof::cli {
namespace {

// A trial that some run meant to make and none made is still missing.
std::size_t missing_trials(const report::ResultsFile& file) {
  return file.run.trials - std::min(file.run.trials, file.results.size());
}

}  // namespace

int merge_command(const MergeOptions& options) {
  std::vector<std::vector<Result>> runs;
  std::vector<Control> controls;
  RunInfo info;
  bool is_whole = true;
  for (const std::string& path : options.files) {
    report::ResultsFile file = read_run(path);
    if (runs.empty()) {
      info = file.run;
      info.trials = 0;
    } else if (info.declared != file.run.declared) {
      throw UsageError(
          fmt::format("{} is held against what its clients declare, and {} is not: "
                      "they cannot be one run",
                      printable(info.declared ? options.files[0] : path),
                      printable(info.declared ? path : options.files[0])));
    }
    is_whole = is_whole && file.damage.empty() && missing_trials(file) == 0;
    for (Control& control : file.controls) {
      const auto known = std::ranges::find(controls, control.name, &Control::name);
      if (known == controls.end()) {
        controls.push_back(std::move(control));
      } else if (!control.found) {
        *known = std::move(control);
      }
    }
    runs.push_back(std::move(file.results));
  }
  const std::vector<Result> results = merge(runs);
  info.trials = results.size();

  Reporters reporters(info);
  open_reports(reporters, options.reports, options.quiet, info);
  if (!controls.empty()) reporters.controls(controls);
  for (const Result& result : results) {
    reporters.started(result.trial);
    reporters.finished(result);
  }
  reporters.finish();
  const int code = reporters.exit_code();
  return code == exit_clean && !is_whole ? exit_no_verdict : code;
}

}  // namespace leakproof::cli
