// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// Splits a command as a shell does, with quotes and variables, but runs nothing. Throws
/// std::invalid_argument with a message that names the error.
std::vector<std::string> split_command(const std::string&);

/// Quotes one word for a shell if necessary.
std::string shell_word(std::string_view word);

}  // namespace leakproof
