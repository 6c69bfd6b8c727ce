// SPDX-License-Identifier: MIT
#include "commands/merge.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <iterator>

#include "attribution/adviser.hpp"
#include "compare/merge.hpp"
#include "model/control.hpp"
#include "model/exit_code.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/usage_error.hpp"
#include "options/run_options.hpp"
#include "report/open_reports.hpp"
#include "report/read_run.hpp"
#include "text/text.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

struct Run {
  std::string path{};
  report::ResultsFile file{};

  // A trial that was meant to be made and was not is still missing.
  bool is_whole() const { return file.damage.empty() && file.results.size() >= file.run.trials; }
};

// Of a folder, all that ends in .json and is not about to be written.
std::vector<std::string> files_of(const MergeOptions& options) {
  std::vector<std::string> files;
  for (const std::string& path : options.files) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(path, ignored)) {
      const bool is_written = std::ranges::any_of(options.reports, [&](const auto& report) {
        return fs::weakly_canonical(report.second, ignored) ==
               fs::weakly_canonical(entry.path(), ignored);
      });
      if (entry.path().extension() == ".json" && !is_written) found.push_back(entry.path());
    }
    if (found.empty()) throw UsageError(printable(path) + ": no file of results (*.json) in it");
    std::ranges::sort(found);
    std::ranges::move(found, std::back_inserter(files));
  }
  return files;
}

bool is_shard(const Run& run) { return run.file.run.shard.of > 1; }

void require_one_run(const Run& first, const Run& run) {
  if (first.file.run.declared != run.file.run.declared) {
    const bool first_is = first.file.run.declared;
    throw UsageError(fmt::format(
        "{} is held against what its clients declare, and {} is not: "
        "they cannot be one run",
        printable(first_is ? first.path : run.path), printable(first_is ? run.path : first.path)));
  }
  if ((is_shard(first) || is_shard(run)) && first.file.run.plan != run.file.run.plan) {
    throw UsageError(
        fmt::format("{} and {} are not shards of one plan: all must be made by the same command, "
                    "with the same --timings",
                    printable(first.path), printable(run.path)));
  }
}

// Names what is missing of the shards of one plan. Says whether nothing is.
bool has_all_shards(const std::vector<Run>& runs) {
  const auto is_all_of_it = [](const Run& run) { return !is_shard(run) && run.is_whole(); };
  if (std::ranges::any_of(runs, is_all_of_it)) return true;
  int of = 1;
  for (const Run& run : runs) of = std::max(of, run.file.run.shard.of);
  bool has_all = true;
  for (int index = 1; index <= of; ++index) {
    const auto is_of_shard = [index, of](const Run& run) {
      return run.file.run.shard.index == index && run.file.run.shard.of == of;
    };
    if (std::ranges::any_of(runs,
                            [&](const Run& run) { return is_of_shard(run) && run.is_whole(); })) {
      continue;
    }
    has_all = false;
    const auto part = std::ranges::find_if(runs, is_of_shard);
    if (part == runs.end()) {
      fmt::print(stderr, "leakproof: shard {} of {} is missing\n", index, of);
    } else {
      fmt::print(stderr, "leakproof: shard {} of {} was cut short: {} of its {} trials are in {}\n",
                 index, of, part->file.results.size(), part->file.run.trials,
                 printable(part->path));
    }
  }
  return has_all;
}

std::vector<Control> controls_of(const std::vector<Run>& runs) {
  std::vector<Control> controls;
  for (const Run& run : runs) {
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

}  // namespace

int merge_command(const MergeOptions& options) {
  std::vector<Run> runs;
  for (const std::string& path : files_of(options)) {
    runs.push_back({.path = path, .file = read_run(path)});
    require_one_run(runs.front(), runs.back());
  }
  RunInfo info = runs.front().file.run;
  // Of one plan: its shards, or one run and what resumed it.
  const bool is_one_plan =
      std::ranges::all_of(runs, [&](const Run& run) { return run.file.run.plan == info.plan; });
  const bool is_whole =
      is_one_plan ? has_all_shards(runs) : std::ranges::all_of(runs, &Run::is_whole);

  std::vector<std::vector<Result>> all;
  for (Run& run : runs) all.push_back(std::move(run.file.results));
  std::vector<Result> results = merge(all);
  if (is_one_plan) {
    std::ranges::stable_sort(results, {}, [](const Result& result) { return result.trial.place; });
  } else {
    info.planned_trials = results.size();
    info.plan.clear();
  }
  info.trials = info.planned_trials;
  info.shard = {};
  // What tells kinds apart may have been in another share.
  Adviser adviser;
  for (Result& result : results) result.advice = adviser.advise(result);

  Reporters reporters(info);
  open_reports(reporters, options.reports, options.quiet, info);
  if (const auto controls = controls_of(runs); !controls.empty()) reporters.controls(controls);
  for (const Result& result : results) {
    reporters.started(result.trial);
    reporters.finished(result);
  }
  reporters.finish();
  const int code = reporters.exit_code();
  return code == exit_clean && !is_whole ? exit_no_verdict : code;
}

}  // namespace leakproof
