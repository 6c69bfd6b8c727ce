// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "report/results_file.hpp"

namespace leakproof {

/// What an interrupted run left to do, and what it had done.
struct ResumeState {
  std::vector<Result> results{};  // of the trials that had ended
  std::vector<Trial> trials{};    // the others; those that were cut off continue counting
  std::vector<Result> cut_off{};  // what was known of those
};

/// Compares the trials of this run with what the interrupted one wrote. A process that
/// is gone cannot be read again: a trial that was cut off continues in a new process,
/// which is judged by itself; the fetches and the time before count towards the plan's
/// least. Throws UsageError where the other run had another plan or shard.
ResumeState resume(const report::ResultsFile& before, std::vector<Trial> trials, const RunInfo&);

}  // namespace leakproof
