// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace leakproof::cli {

// What is made of the command line's own description, as --help is.

/// leakproof(1), for man.
std::string manual_page(const CLI::App&);

/// For "bash" or "zsh": to be sourced, or put where the shell looks for it.
std::string completion(const CLI::App&, const std::string& shell);

}  // namespace leakproof::cli
