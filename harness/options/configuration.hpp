// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "options/run_options.hpp"

namespace leakproof {

inline constexpr char configuration_name[] = "leakproof.toml";

/// Gives `run` what the file says and the command line does not. A key of the file
/// is an option without its dashes; "clients", "command" and the table "tolerance"
/// are besides. `command` is what the command line calls: `run`, or one that has
/// some of its options, for the same RunOptions. Throws UsageError with the file's line.
void configure(const CLI::App& command, CLI::App& run, RunOptions&, const std::string& file);

}  // namespace leakproof
