// SPDX-License-Identifier: MIT
#include "attribution/release_functions.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "symbols/exported_functions.hpp"

namespace leakproof {
namespace {

// The surest first.
constexpr std::array<std::string_view, 14> releasing{
    "free", "close",   "destroy", "release", "unref",    "decref",   "dispose",
    "put",  "cleanup", "deinit",  "fini",    "destruct", "shutdown", "delete"};

std::vector<std::string_view> words_of(std::string_view function) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t end = function.find('_');
    words.push_back(function.substr(0, end));
    if (end == function.npos) return words;
    function.remove_prefix(end + 1);
  }
}

bool has(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_of_c(std::string_view function) {
  return function.find_first_of(":<( ") == function.npos && function.find('_') != function.npos &&
         !function.starts_with('_');
}

// Of two functions of one library, by the words that they share and those that only the second has.
// The first word names the library.
int how_alike(std::span<const std::string_view> called, std::span<const std::string_view> other) {
  if (called.front() != other.front()) return 0;
  int shared = 0;
  int foreign = 0;
  for (const std::string_view word : other) {
    if (has(called, word)) {
      ++shared;
    } else if (!has(releasing, word)) {
      ++foreign;
    }
  }
  const bool releases = shared + foreign < static_cast<int>(other.size());
  return releases ? 2 * shared - 3 * foreign : 0;
}

}  // namespace

std::string release_function_for(std::string_view called, std::span<const std::string> exported) {
  if (!is_of_c(called)) return "";
  const std::vector<std::string_view> words = words_of(called);
  std::string best;
  std::pair<int, std::ptrdiff_t> closest{0, 0};
  for (const std::string& function : exported) {
    if (!is_of_c(function) || function == called) continue;
    const std::vector<std::string_view> other = words_of(function);
    const auto sure = std::ranges::find_first_of(releasing, other);
    const std::pair like{how_alike(words, other), releasing.end() - sure};
    if (like <= closest || like.first <= 0) continue;
    closest = like;
    best = function;
  }
  return best;
}

void add_release_functions(pid_t pid, std::vector<Owner>& owners) {
  std::map<std::string, std::vector<std::string>> exported;
  for (Owner& owner : owners) {
    if (owner.source != call_stacks || owner.yours.value_or(0) == 0) continue;
    const Place& called = owner.stack[*owner.yours - 1];
    if (!is_of_c(called.function)) continue;
    const auto [found, is_new] = exported.try_emplace(called.module);
    if (is_new) found->second = symbols::exported_functions(pid, called.module);
    owner.release = release_function_for(called.function, found->second);
  }
}

}  // namespace leakproof
