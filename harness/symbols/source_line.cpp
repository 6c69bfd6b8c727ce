// SPDX-License-Identifier: MIT
#include "symbols/source_line.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace leakproof {
namespace {

constexpr std::uintmax_t most_bytes = 4'000'000;
constexpr std::size_t longest = 160;
constexpr const char* white_space = " \t\r\v\f";

// A file with a name of a script's choice may be a pipe, which would be waited for.
std::ifstream open_source(const std::string& file) {
  std::error_code none;
  const bool is_file = std::filesystem::is_regular_file(file, none);
  if (!is_file || std::filesystem::file_size(file, none) > most_bytes) return {};
  return std::ifstream(file);
}

// npos: there is nothing but white space.
std::size_t indentation(std::string_view text) { return text.find_first_not_of(white_space); }

bool is_of_a_name(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_' ||
         character == '$';
}

bool has_call(std::string_view text, std::string_view callee) {
  for (std::size_t at = text.find(callee); at != text.npos; at = text.find(callee, at + 1)) {
    const std::size_t end = at + callee.size();
    const bool begins = at == 0 || !is_of_a_name(text[at - 1]);
    if (begins && end < text.size() && text[end] == '(') return true;
  }
  return false;
}

}  // namespace

std::string source_line(const std::string& file, int line) {
  if (line < 1) return "";
  std::ifstream source = open_source(file);
  std::string text;
  for (int i = 0; i < line; ++i) {
    if (!std::getline(source, text)) return "";
  }
  const std::size_t begin = indentation(text);
  if (begin == text.npos) return "";
  text = text.substr(begin, longest);
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}

int line_of_call(const std::string& file, int first, std::string_view callee) {
  std::ifstream source = open_source(file);
  std::string text;
  std::size_t left = 0;
  for (int line = 1; !callee.empty() && std::getline(source, text); ++line) {
    if (line < first) continue;
    if (line == first) left = indentation(text);
    if (has_call(text, callee)) return line;
    const std::size_t begin = indentation(text);
    if (line > first && begin != text.npos && begin <= left && text[begin] == '}') break;
  }
  return first;
}

}  // namespace leakproof
