// SPDX-License-Identifier: MIT
#include "text/text.hpp"

#include <fmt/format.h>
#include <wordexp.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace leakproof {
namespace {

// Levenshtein (1966), one row at a time.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string printable(std::string_view text, bool lines) {
  std::string result(text);
  for (char& c : result) {
    if (c == '\t') c = ' ';
    if ((c < ' ' || c > '~') && !(lines && c == '\n')) c = '?';
  }
  return result;
}

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
        error == WRDE_CMDSUB   ? "a command substitution is not run here"
        : error == WRDE_SYNTAX ? "a quote or bracket is not closed"
                               : "| & ; < > ( ) { } and line ends need quotes, or \"sh -c '...'\"");
  }
  std::vector<std::string> result(words.we_wordv, words.we_wordv + words.we_wordc);
  ::wordfree(&words);
  if (result.empty()) throw std::invalid_argument("it is empty");
  return result;
}

std::string_view closest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (const std::size_t count = edits(word, candidate); count < fewest) {
      fewest = count;
      best = candidate;
    }
  }
  return best;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string grouped(std::int64_t number) {
  if (number < 0) return "-" + grouped(-number);
  if (number < 1000) return fmt::format("{}", number);
  return grouped(number / 1000) + fmt::format(",{:03}", number % 1000);
}

}  // namespace leakproof
