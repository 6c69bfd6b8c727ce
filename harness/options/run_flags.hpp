// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <map>
#include <string>

#include "options/run_options.hpp"

namespace leakproof {

// Each adds options to a command. The values must outlive the parsing.

/// All options of `leakproof run`.
void add_run_options(CLI::App&, RunOptions&);

/// Those that say which trials there are, and which of them this process makes.
void add_plan_options(CLI::App&, RunOptions&);

/// One option for each format of reports: the file to write. Formats that are not asked
/// for are not in `files` (format → file).
void add_report_options(CLI::App&, std::map<std::string, std::string>& files);

}  // namespace leakproof
