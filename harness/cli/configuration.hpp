// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "cli/run_options.hpp"

namespace leakproof::cli {

inline constexpr char configuration_name[] = "leakproof.toml";

/// Gives `command`, which is `run` or has some of its options, what the file says and
/// the command line does not. A key of the file is an option of `run` without its
/// dashes; "clients", "command" and the table "tolerance" are besides. Throws
/// UsageError with the file's line.
void configure(CLI::App& command, const CLI::App& run, RunOptions& options,
               const std::string& file);

/// `leakproof init`: writes a file that says what could be in it. Throws UsageError
/// where there is one.
int init_command();

}  // namespace leakproof::cli
