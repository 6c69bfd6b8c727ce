// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// Splits as a shell does, quotes and variables included, but runs nothing.
/// Throws std::invalid_argument saying what is wrong.
std::vector<std::string> split_command(const std::string&);

/// One word, quoted for a shell where it needs quotes.
std::string shell_word(std::string_view word);

}  // namespace leakproof
