// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// What a run left that was interrupted.
struct ResumeState {
  std::vector<Result> results{};  // of the trials that had ended
  std::vector<Trial> trials{};    // the others: those that were cut off go on counting
  std::vector<Result> cut_off{};  // what was known of those
};

/// Reads them from what the run wrote with --json. A process that is gone cannot be
/// read again, so a trial that was cut off goes on in a new one, which is judged by
/// itself; the fetches and the time before count for what the plan asks for. Throws
/// UsageError where the file is not of this plan, or of another share of it.
ResumeState resume(const std::string& file, std::vector<Trial> trials, const RunInfo&);

}  // namespace leakproof
