// SPDX-License-Identifier: MIT
#include "text/wrapped.hpp"

#include <algorithm>

namespace leakproof {

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string result;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.size(), text.find_first_not_of(' '));
    std::string_view word = text.substr(0, text.find(' ', begin));
    text.remove_prefix(word.size());
    if (width > 0 && column + word.size() > width) {
      if (column > indent) result += '\n' + std::string(indent, ' ');
      column = indent;
      word.remove_prefix(begin);
    }
    result += word;
    column += word.size();
  }
  return result;
}

std::string indented(std::string text, std::size_t indent) {
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
    text.insert(at + 1, indent, ' ');
  }
  return text;
}

}  // namespace leakproof
