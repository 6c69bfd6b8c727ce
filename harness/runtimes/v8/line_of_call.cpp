// SPDX-License-Identifier: MIT
#include "runtimes/v8/line_of_call.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <string_view>

namespace leakproof {
namespace {

std::size_t indentation(std::string_view text) { return text.find_first_not_of(" \t\r"); }

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

// "needle", "@scope/client" of ".../node_modules/@scope/client/index.js"; empty if it is none.
std::string_view npm_package_of(std::string_view file) {
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

int line_of_call(const std::vector<std::string>& text, int first, const Place& called) {
  if (first < 1 || static_cast<std::size_t>(first) > text.size()) return first;
  const auto begin = text.begin() + first - 1;
  const std::size_t left = indentation(*begin);
  const auto end = std::find_if(begin + 1, text.end(), [&](const std::string& line) {
    const std::size_t at = indentation(line);
    return at != line.npos && at <= left && line[at] == '}';
  });
  const std::vector<std::string> names = names_of_package(text, npm_package_of(called.file));
  const std::string callee = called.function.substr(called.function.rfind('.') + 1);
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
