// SPDX-License-Identifier: MIT
#include "symbols/source_line.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

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

// The name as a whole, followed by one of these characters.
bool has_name(std::string_view text, std::string_view name, std::string_view followed_by) {
  for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || !is_of_a_name(text[at - 1]);
    const bool ends = end < text.size() && followed_by.find(text[end]) != followed_by.npos;
    if (!name.empty() && begins && ends) return true;
  }
  return false;
}

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> all;
  std::ifstream source = open_source(file);
  for (std::string line; std::getline(source, line);) all.push_back(line);
  return all;
}

// "needle", "@scope/client" of ".../node_modules/@scope/client/index.js"; empty if it is none.
std::string_view package_of(std::string_view file) {
  constexpr std::string_view packages = "/node_modules/";
  const std::size_t at = file.rfind(packages);
  if (at == file.npos) return "";
  file.remove_prefix(at + packages.size());
  std::size_t end = file.find('/');
  if (file.starts_with('@') && end != file.npos) end = file.find('/', end + 1);
  return file.substr(0, end);
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char character : text) {
    if (is_of_a_name(character)) {
      words.back() += character;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

// "needle" of "const needle = require('needle')", "get" and "post" of "import {get, post} from
// ...".
std::vector<std::string> names_of_package(const std::vector<std::string>& text,
                                          std::string_view package) {
  constexpr std::array<std::string_view, 10> no_names{"",       "const",   "let",  "var", "import",
                                                      "export", "default", "from", "as",  "type"};
  std::vector<std::string> names;
  for (const std::string_view line : text) {
    const std::size_t quoted = std::min(line.find("'" + std::string(package) + "'"),
                                        line.find('"' + std::string(package) + '"'));
    const std::size_t end = std::min(line.find("= require("), line.find(" from "));
    if (package.empty() || quoted == line.npos || end > quoted) continue;
    std::ranges::copy_if(words_in(line.substr(0, end)), std::back_inserter(names),
                         [&](const std::string& word) {
                           return std::ranges::find(no_names, word) == no_names.end();
                         });
  }
  return names;
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

int line_of_call(const std::string& file, int first, std::string_view callee,
                 std::string_view callee_file) {
  const std::vector<std::string> text = lines_of(file);
  if (first < 1 || static_cast<std::size_t>(first) > text.size()) return first;
  const auto begin = text.begin() + first - 1;
  const std::size_t left = indentation(*begin);
  const auto end = std::find_if(begin + 1, text.end(), [&](const std::string& line) {
    const std::size_t at = indentation(line);
    return at != line.npos && at <= left && line[at] == '}';
  });
  const std::vector<std::string> names = names_of_package(text, package_of(callee_file));
  const auto calls = [&](const std::string& line) { return has_name(line, callee, "("); };
  const auto uses = [&](const std::string& line) {
    return std::ranges::any_of(
        names, [&](const std::string& name) { return has_name(line, name, "(.["); });
  };
  auto found = std::find_if(begin, end, calls);
  if (found == end) found = std::find_if(begin, end, uses);
  return found == end ? first : static_cast<int>(found - text.begin()) + 1;
}

}  // namespace leakproof
