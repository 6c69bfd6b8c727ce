// SPDX-License-Identifier: MIT
#include "text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/utf8.hpp"

namespace leakproof {
namespace {

struct Range {
  std::uint32_t first, last;
};

// Characters that cannot be seen, or that change how others are seen: Unicode's categories Cc,
// Cf, Cs, Zl and Zp, variation selectors, and what is no character.
constexpr std::array<Range, 22> invisible{{
    {0x00, 0x1F},       {0x7F, 0x9F},        {0xAD, 0xAD},     {0x34F, 0x34F},   {0x600, 0x605},
    {0x61C, 0x61C},     {0x6DD, 0x6DD},      {0x70F, 0x70F},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200B},    {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
    {0x3164, 0x3164},   {0xD800, 0xDFFF},    {0xFE00, 0xFE0E}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFB},
    {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
}};

bool is_invisible(std::uint32_t code) {
  return (code & 0xFFFE) == 0xFFFE || std::ranges::any_of(invisible, [code](const Range& range) {
           return range.first <= code && code <= range.last;
         });
}

// What GitHub's runner removes from the start of a line.
bool is_space(std::uint32_t code) {
  return code == '\t' || code == '\n' || code == ' ' || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Does a command to a CI service begin here? GitHub's runner obeys "::" at the start of a line,
// behind any spaces; as long lines are broken at spaces, each word may come to start one. The
// others are obeyed anywhere in a line.
bool begins_command(std::string_view text, bool at_start_of_word) {
  if (at_start_of_word && text.starts_with("::")) return text.size() > 2 && is_letter(text[2]);
  if (!text.starts_with("##")) return false;
  const auto* const end = std::ranges::find_if_not(text.substr(2), is_letter);
  return end != text.end() && *end == '[';
}

std::string escape(std::string_view bytes, std::uint32_t code) {
  if (bytes == "\n") return "\\n";
  if (bytes == "\r") return "\\r";
  if (code > 0x7F) return fmt::format("\\u{:04x}", code);
  return fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
}

}  // namespace

std::string printable(std::string_view text, bool lines) {
  std::string result;
  bool at_start_of_word = true;
  while (!text.empty()) {
    const auto [code, length] = first_character(text);
    const std::string_view bytes = text.substr(0, std::max<std::size_t>(length, 1));
    if (bytes == "\t") {
      result += ' ';
    } else if (lines && bytes == "\n") {
      result += '\n';
    } else if (length == 0 || is_invisible(code) || begins_command(text, at_start_of_word)) {
      result += escape(bytes, code);
    } else {
      result += bytes;
    }
    at_start_of_word = is_space(code);
    text.remove_prefix(bytes.size());
  }
  return result;
}

}  // namespace leakproof
