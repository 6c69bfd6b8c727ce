// SPDX-License-Identifier: MIT
#include "text/utf8.hpp"

#include <algorithm>

namespace leakproof {

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  std::uint32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return code < smallest[length] || code > 0x10FFFF ? Character{} : Character{code, length};
}

std::size_t width_of(std::string_view text) {
  std::size_t characters = 0;
  for (; !text.empty(); ++characters) {
    text.remove_prefix(std::max<std::size_t>(1, first_character(text).length));
  }
  return characters;
}

}  // namespace leakproof
