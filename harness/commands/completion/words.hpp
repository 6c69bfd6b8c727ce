// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace leakproof::commands {

using Words = std::vector<std::string>;

/// The names of the subcommands.
Words commands_of(const CLI::App&);

/// The long options of one subcommand, with their dashes.
Words options_of(const CLI::App& command);

/// The long options of all subcommands that take a value.
Words options_with_a_value(const CLI::App&);

/// The words that --on accepts: scenarios and groups.
Words scenario_words();

}  // namespace leakproof::commands
