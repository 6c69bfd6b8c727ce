// SPDX-License-Identifier: MIT
#include "report/xml_text.hpp"

#include <cstdint>

#include "text/utf8.hpp"

namespace leakproof::report {
namespace {

// XML 1.0, production 2.
bool is_allowed(std::uint32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto [code, length] = first_character(text);
    const bool fits = length > 0 && is_allowed(code);
    result += fits ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(length > 0 ? length : 1);
  }
  return result;
}

}  // namespace leakproof::report
