// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>

#include "options/run_options.hpp"
#include "report/open_reports.hpp"

namespace leakproof {

// Each function adds options to a command. The values must outlive the parsing.

/// All options of `leakproof run`.
void add_run_options(CLI::App&, RunOptions&);

/// Options that select the trials, and the share of them that this process runs.
void add_plan_options(CLI::App&, RunOptions&);

/// The options of the reports: the file to write for each format, --format and --quiet.
void add_report_options(CLI::App&, ReportOptions&);

}  // namespace leakproof
