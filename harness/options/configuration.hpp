// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace leakproof {

inline constexpr char configuration_name[] = "leakproof.toml";

/// Sets the options of `run` from a configuration file. Options on the command line take
/// precedence. `command` is the command that was called: `run`, or another command that
/// shares some of its options and their values. A key in the file is a long option without
/// its dashes, "clients", "command" (written to `program`), or the table "tolerance". If
/// `file` is empty, reads configuration_name if that exists. Throws UsageError that names
/// the line in the file.
void configure(const CLI::App& command, CLI::App& run, std::vector<std::string>& program,
               const std::string& file);

}  // namespace leakproof
