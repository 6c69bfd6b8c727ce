// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "commands/command.hpp"
#include "commands/merge/input_files.hpp"
#include "compare/merge.hpp"
#include "model/control.hpp"
#include "model/exit_code.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/sort_stably.hpp"
#include "model/usage_error.hpp"
#include "options/run_flags.hpp"
#include "report/open_reports.hpp"
#include "report/read_run.hpp"
#include "text/complain.hpp"
#include "text/printable.hpp"

namespace leakproof::commands {
namespace {

struct MergeOptions {
  std::vector<std::string> files{};  // files, and folders of files
  ReportOptions reports{};
};

struct MergedRun {
  std::string path{};
  report::ResultsFile file{};

  // Does the file contain all trials of its run?
  bool is_whole() const { return file.damage.empty() && file.results.size() >= file.run.trials; }
};

bool is_shard(const MergedRun& run) { return run.file.run.shard.of > 1; }

void require_one_run(const MergedRun& first, const MergedRun& run) {
  if (first.file.run.declared != run.file.run.declared) {
    const bool first_is = first.file.run.declared;
    throw UsageError(fmt::format(
        "{} was run with --expect and {} without: their results cannot be merged",
        printable(first_is ? first.path : run.path), printable(first_is ? run.path : first.path)));
  }
  if ((is_shard(first) || is_shard(run)) && first.file.run.plan != run.file.run.plan) {
    throw UsageError(
        fmt::format("{} and {} are not shards of one plan: run all shards with the same command "
                    "and the same --timings",
                    printable(first.path), printable(run.path)));
  }
}

// Prints which shards of one plan are missing or incomplete. Returns whether none is.
bool has_all_shards(const std::vector<MergedRun>& runs) {
  const auto is_all_of_it = [](const MergedRun& run) { return !is_shard(run) && run.is_whole(); };
  if (std::ranges::any_of(runs, is_all_of_it)) return true;
  int of = 1;
  for (const MergedRun& run : runs) of = std::max(of, run.file.run.shard.of);
  bool has_all = true;
  for (int index = 1; index <= of; ++index) {
    const auto is_of_shard = [index, of](const MergedRun& run) {
      return run.file.run.shard.index == index && run.file.run.shard.of == of;
    };
    if (std::ranges::any_of(
            runs, [&](const MergedRun& run) { return is_of_shard(run) && run.is_whole(); })) {
      continue;
    }
    has_all = false;
    const auto shard_run = std::ranges::find_if(runs, is_of_shard);
    if (shard_run == runs.end()) {
      complain(fmt::format("shard {} of {} is missing", index, of));
    } else {
      complain(fmt::format("shard {} of {} was cut short: {} of its {} trials are in {}", index, of,
                           shard_run->file.results.size(), shard_run->file.run.trials,
                           shard_run->path));
    }
  }
  return has_all;
}

std::vector<Control> controls_of(const std::vector<MergedRun>& runs) {
  std::vector<Control> controls;
  for (const MergedRun& run : runs) {
    for (const Control& control : run.file.controls) {
      const auto known = std::ranges::find(controls, control.name, &Control::name);
      if (known == controls.end()) {
        controls.push_back(control);
      } else if (!control.found) {
        *known = control;
      }
    }
  }
  return controls;
}

// An incomplete file or a missing shard changes exit code 0 to 3.
int merge_runs(const MergeOptions& options) {
  std::vector<MergedRun> runs;
  for (const std::string& path : input_files(options.files, options.reports.files)) {
    runs.push_back({.path = path, .file = read_run(path)});
    require_one_run(runs.front(), runs.back());
  }
  RunInfo info = runs.front().file.run;
  // The files of one plan are its shards, or one run and the runs that resumed it.
  const bool is_one_plan = std::ranges::all_of(
      runs, [&](const MergedRun& run) { return run.file.run.plan == info.plan; });
  const bool is_whole =
      is_one_plan ? has_all_shards(runs) : std::ranges::all_of(runs, &MergedRun::is_whole);

  std::vector<std::vector<Result>> all;
  for (MergedRun& run : runs) all.push_back(std::move(run.file.results));
  std::vector<Result> results = leakproof::merge(all);
  if (is_one_plan) {
    sort_stably(results, {}, [](const Result& result) { return result.trial.place; });
  } else {
    info.planned_trials = results.size();
    info.plan.clear();
  }
  info.trials = info.planned_trials;
  info.shard = {};
  Reporters reporters(info);
  open_reports(reporters, options.reports, info);
  if (const auto controls = controls_of(runs); !controls.empty()) reporters.controls(controls);
  for (const Result& result : results) {
    reporters.started(result.trial);
    reporters.finished(result);
  }
  reporters.finish();
  const int code = reporters.exit_code();
  return code == exit_clean && !is_whole ? exit_no_verdict : code;
}

}  // namespace

CommandEntry merge() {
  return {.name = "merge",
          .summary = "combine the results of several runs into one report",
          .examples = {{"leakproof merge results/ --html all.html",
                        "make one report of all results in a folder"}},
          .group = Group::read,
          .add = [](CLI::App& command, Invocation&) -> Action {
            const auto options = std::make_shared<MergeOptions>();
            command
                .add_option("FILE", options->files,
                            "results of one run or shard (--json), or a folder of such files")
                ->required();
            add_report_options(command, options->reports);
            return [options] { return merge_runs(*options); };
          }};
}

}  // namespace leakproof::commands
