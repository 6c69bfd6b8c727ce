// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "options/trial_options.hpp"

namespace leakproof {

/// What `leakproof run` is asked to do: trials, and how they are run and reported.
struct RunOptions {
  TrialOptions trials{};
  std::string configuration{};  // a file; empty: leakproof.toml, if there is one
  int jobs = 0;                 // trials at a time; 0: the machine's cores
  std::string shard{};          // "2/4"; empty: as an engine says in the environment
  std::string timings{};        // an earlier results file, by which shares are balanced
  std::string resume{};         // the results file of a run that was interrupted
  bool controls = true;
  bool bisect = false;  // the exit code is for git bisect run
  bool quiet = false;
  std::map<std::string, std::string> reports{};  // format → file
};

}  // namespace leakproof
