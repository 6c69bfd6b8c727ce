// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace leakproof::commands {

// Completion scripts for the command line of the App, to be sourced or installed for the
// shell.
std::string bash_completion(const CLI::App&);
std::string zsh_completion(const CLI::App&);

}  // namespace leakproof::commands
