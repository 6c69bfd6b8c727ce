// SPDX-License-Identifier: MIT
#include "text/shell.hpp"

#include <wordexp.h>

#include <algorithm>
#include <stdexcept>

namespace leakproof {

std::string shell_word(std::string_view word) {
  constexpr std::string_view plain = "-_./=:,+@%";
  const bool needs_none = !word.empty() && std::ranges::all_of(word, [&](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') ||
           plain.find(c) != plain.npos;
  });
  if (needs_none) return std::string(word);
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::vector<std::string> split_command(const std::string& command) {
  wordexp_t words{};
  const int error = ::wordexp(command.c_str(), &words, WRDE_NOCMD);
  if (error != 0) {
    throw std::invalid_argument(
        error == WRDE_CMDSUB   ? "command substitution is not supported"
        : error == WRDE_SYNTAX ? "a quote or bracket is not closed"
                               : "| & ; < > ( ) { } and line ends need quotes, or \"sh -c '...'\"");
  }
  std::vector<std::string> result(words.we_wordv, words.we_wordv + words.we_wordc);
  ::wordfree(&words);
  if (result.empty()) throw std::invalid_argument("the command is empty");
  return result;
}

}  // namespace leakproof
