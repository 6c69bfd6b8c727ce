// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leakproof {

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  // bytes; 0: the text does not begin with a character in UTF-8
};

/// The first character of a text that is not empty. Refuses overlong forms and numbers above
/// U+10FFFF, but not the surrogates.
Character first_character(std::string_view);

/// The columns that a text needs on a terminal, if none of its characters is wide.
std::size_t width_of(std::string_view);

}  // namespace leakproof
