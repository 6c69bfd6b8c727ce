// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/run_info.hpp"
#include "options/trial_options.hpp"
#include "report/open_reports.hpp"

namespace leakproof {

/// The options of `leakproof run`: the trials, and how they are run and reported.
struct RunOptions {
  TrialOptions trials{};
  std::string configuration{};  // a file; empty: leakproof.toml, if it exists
  int jobs = 0;                 // trials at a time; 0: the machine's cores
  std::string shard{};          // "2/4"; empty: from the variables of a batch system
  std::string timings{};        // an earlier results file, used to balance the shares
  std::string resume{};         // the results file of a run that was interrupted
  bool controls = true;
  bool bisect = false;  // use the exit codes of git bisect run
  OnInconclusive inconclusive = OnInconclusive::fail;
  std::string known{};        // a file of known leaks
  std::string write_known{};  // the file to write them to
  ReportOptions reports{};
};

}  // namespace leakproof
