// SPDX-License-Identifier: MIT
#include "plan/resume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/trial_name.hpp"
#include "model/usage_error.hpp"

namespace leakproof {
namespace {

const Result* find(const std::vector<Result>& results, const Trial& trial) {
  const auto found = std::ranges::find(results, trial_name_of(trial), [](const Result& result) {
    return trial_name_of(result.trial);
  });
  return found == results.end() ? nullptr : &*found;
}

}  // namespace

ResumeState resume(const report::ResultsFile& before, std::vector<Trial> trials,
                   const RunInfo& info) {
  if (before.run.plan != info.plan) {
    throw UsageError(
        "--resume: the run that wrote this file had a different plan. Repeat its command and "
        "add --resume");
  }
  if (before.run.shard.index != info.shard.index) {
    throw UsageError(
        fmt::format("--resume: this file contains shard {}, but this run is shard {} of {}",
                    before.run.shard.index, info.shard.index, info.shard.of));
  }
  ResumeState resume_state;
  for (Trial& trial : trials) {
    if (const Result* const ended = find(before.results, trial)) {
      resume_state.results.push_back(*ended);
      continue;
    }
    // A trial without a minimum starts again.
    const bool goes_on = trial.plan.lasts.count() > 0 || trial.plan.at_least > 0;
    if (const Result* const cut_off = find(before.under_way, trial); cut_off && goes_on) {
      trial.plan.earlier = cut_off->trial.plan.earlier;
      trial.plan.earlier.fetches += cut_off->fetches;
      trial.plan.earlier.seconds += cut_off->fetching_seconds;
      resume_state.cut_off.push_back(*cut_off);
    }
    resume_state.trials.push_back(std::move(trial));
  }
  return resume_state;
}

}  // namespace leakproof
