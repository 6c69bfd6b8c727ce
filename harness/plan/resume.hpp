// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "report/results_file.hpp"

namespace leakproof {

/// The finished and the remaining trials of an interrupted run.
struct ResumeState {
  std::vector<Result> results{};  // of the finished trials
  std::vector<Trial> trials{};  // the remaining trials, with the earlier work of those in `cut_off`
  std::vector<Result> cut_off{};  // intermediate results of trials that were interrupted
};

/// Compares the trials of this run with the results of the interrupted one. A trial that was
/// interrupted continues in a new process, which is judged by itself. Its earlier fetches and
/// time count towards the plan's minimum, if there is one. Throws UsageError if the other run had a
/// different plan or shard.
ResumeState resume(const report::ResultsFile& before, std::vector<Trial> trials, const RunInfo&);

}  // namespace leakproof
