// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace leakproof {

inline constexpr char configuration_name[] = "leakproof.toml";

/// Gives the options of `run` the values of a file, except those that the command line
/// gives. `command` is the one that the command line calls: `run`, or another that has
/// some of its options, bound to the same values. A key of the file is a long option
/// without its dashes, or one of three more: "clients", "command", which is written to
/// `program`, and the table "tolerance". `file` may be empty: then it is
/// configuration_name, if that exists. Throws UsageError that names the file's line.
void configure(const CLI::App& command, CLI::App& run, std::vector<std::string>& program,
               const std::string& file);

}  // namespace leakproof
