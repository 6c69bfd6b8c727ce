// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace leakproof::commands {

// Scripts to be sourced, or put where the shell looks for them, that complete the
// command line that the App describes.
std::string bash_completion(const CLI::App&);
std::string zsh_completion(const CLI::App&);

}  // namespace leakproof::commands
