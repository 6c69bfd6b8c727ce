// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace leakproof {

// How --help and the manual page describe an option.

/// "--threads N", or "CLIENT..." for an argument without dashes.
std::string usage_of(const CLI::Option&);

/// The description, with the range and the default of the value in words: "fetch from N
/// threads at once (1 to 1,000)".
std::string explanation_of(const CLI::Option&);

}  // namespace leakproof
