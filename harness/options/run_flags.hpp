// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <map>
#include <string>

#include "options/run_options.hpp"

namespace leakproof {

// Each function adds options to a command. The values must outlive the parsing.

/// All options of `leakproof run`.
void add_run_options(CLI::App&, RunOptions&);

/// Options that select the trials, and the share of them that this process runs.
void add_plan_options(CLI::App&, RunOptions&);

/// One option for each report format: the file to write. `files` (format → file) contains
/// only the formats that were requested.
void add_report_options(CLI::App&, std::map<std::string, std::string>& files);

}  // namespace leakproof
