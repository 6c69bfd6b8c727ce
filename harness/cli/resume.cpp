// SPDX-License-Identifier: MIT
#include "cli/resume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "cli/read_runs.hpp"
#include "cli/run_options.hpp"
#include "compare/trial_name.hpp"

namespace leakproof::cli {
namespace {

const Result* find(const std::vector<Result>& results, const Trial& trial) {
  const auto found = std::ranges::find(results, name_of(trial),
                                       [](const Result& result) { return name_of(result.trial); });
  return found == results.end() ? nullptr : &*found;
}

}  // namespace

Remains resume(const std::string& file, std::vector<Trial> trials, const RunInfo& info) {
  const report::ResultsFile before = read_run(file);
  if (before.run.plan != info.plan) {
    throw UsageError(fmt::format(
        "--resume: {} is of another plan: repeat the command that wrote it, with --resume {}",
        printable(file), printable(file)));
  }
  if (before.run.shard.index != info.shard.index) {
    throw UsageError(fmt::format("--resume: {} is of shard {}, and this is shard {} of {}",
                                 printable(file), before.run.shard.index, info.shard.index,
                                 info.shard.of));
  }
  Remains remains;
  for (Trial& trial : trials) {
    if (const Result* const ended = find(before.results, trial)) {
      remains.results.push_back(*ended);
      continue;
    }
    if (const Result* const cut_off = find(before.under_way, trial)) {
      trial.plan.earlier = cut_off->trial.plan.earlier;
      trial.plan.earlier.fetches += cut_off->fetches;
      trial.plan.earlier.seconds += cut_off->fetching_seconds;
      remains.cut_off.push_back(*cut_off);
    }
    remains.trials.push_back(std::move(trial));
  }
  return remains;
}

}  // namespace leakproof::cli
