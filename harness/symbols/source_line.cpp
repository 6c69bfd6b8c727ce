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

}  // namespace

std::string source_line(const std::string& file, int line) {
  // A file with a name of a script's choice may be a pipe, which would be waited for.
  std::error_code none;
  const bool is_file = std::filesystem::is_regular_file(file, none);
  if (line < 1 || !is_file || std::filesystem::file_size(file, none) > most_bytes) return "";
  std::ifstream source(file);
  std::string text;
  for (int i = 0; i < line; ++i) {
    if (!std::getline(source, text)) return "";
  }
  const std::size_t begin = text.find_first_not_of(white_space);
  if (begin == text.npos) return "";
  text = text.substr(begin, longest);
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}

}  // namespace leakproof
