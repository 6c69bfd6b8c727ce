// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <cstdint>

namespace leakproof {

// Checks of an option's value. Their description, which --help shows, is the range in
// words: "1 to 1,000".

CLI::Validator whole_number(std::int64_t least, std::int64_t greatest);

/// A finite number.
CLI::Validator number(double least, double greatest);

}  // namespace leakproof
