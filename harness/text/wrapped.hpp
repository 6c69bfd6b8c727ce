// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace leakproof {

/// Breaks at spaces so that, if possible, no line is longer than `width`; 0: no limit.
/// Each line but the first begins with `indent` spaces, and the first is taken to begin
/// in that column.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

/// Begins each line but the first with `indent` spaces.
std::string indented(std::string text, std::size_t indent);

}  // namespace leakproof
