// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <map>
#include <string>

#include "options/run_options.hpp"

namespace leakproof {

/// What `leakproof run` can be told. The options must outlive the parsing.
void add_run_options(CLI::App& run, RunOptions&);

/// Of those: what its trials are, and who makes them.
void add_plan_options(CLI::App&, RunOptions&);

/// --seed, which is 0 or more.
void add_seed_option(CLI::App&, std::uint64_t& seed);

/// A file for each format of reports.
void add_report_options(CLI::App&, std::map<std::string, std::string>& files);

}  // namespace leakproof
