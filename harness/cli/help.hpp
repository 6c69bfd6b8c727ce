// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <memory>

namespace leakproof::cli {

/// Prints --help in 80 columns: summary, usage, examples (the App's footer), then the
/// arguments, the options in their groups, and the subcommands.
std::shared_ptr<CLI::FormatterBase> help_formatter();

}  // namespace leakproof::cli
