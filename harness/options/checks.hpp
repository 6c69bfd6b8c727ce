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

/// "90s", "20m", "8h" or "2d", or a number of seconds; becomes the number of seconds. From one
/// second to 366 days.
CLI::Validator duration();

/// Makes every option of the command refuse an empty value, which would otherwise count as not
/// given, as where a script's variable is not set.
void refuse_empty_values(CLI::App& command);

}  // namespace leakproof
