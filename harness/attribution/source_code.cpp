// SPDX-License-Identifier: MIT
#include "attribution/source_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "runtimes/catalogue.hpp"
#include "symbols/source_lines.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_files = 16;
constexpr std::size_t longest = 160;     // bytes
constexpr std::size_t shown_before = 2;  // lines, such as a decorator and the head of a function
constexpr std::size_t shown_after = 1;
constexpr const char* spaces = " \t\r\v\f";

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(spaces);
  if (begin == text.npos) return "";
  const std::string shown = text.substr(begin, longest);
  return shown.substr(0, shown.find_last_not_of(spaces) + 1);
}

std::string unindented(const std::string& text, std::size_t by) {
  const std::string shown = text.substr(std::min(by, text.size()), longest);
  return shown.substr(0, shown.find_last_not_of(spaces) + 1);
}

// The line, marked, between its neighbours. What the user has to change is often next to it.
std::string excerpt_around(const std::vector<std::string>& lines, std::size_t line) {
  const std::size_t first = line - std::min(line - 1, shown_before);
  const std::size_t last = std::min(line + shown_after, lines.size());
  std::size_t indent = std::string::npos;
  for (std::size_t i = first; i <= last; ++i) {
    indent = std::min(indent, lines[i - 1].find_first_not_of(spaces));
  }
  std::string text;
  for (std::size_t i = first; i <= last; ++i) {
    text += fmt::format("{}{} {:>{}}  {}", text.empty() ? "" : "\n", i == line ? '>' : ' ', i,
                        std::to_string(last).size(), unindented(lines[i - 1], indent));
  }
  return text;
}

// Of a runtime that only knows the first line of each function.
const RuntimeEntry* that_finds_lines(std::string_view source) {
  const auto all = runtimes::catalogue();
  const auto found = std::ranges::find_if(all, [&](const RuntimeEntry& runtime) {
    return runtime.explains_by == source && runtime.line_of_call != nullptr;
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

void add_code(pid_t pid, std::vector<Owner>& owners) {
  std::map<std::string, std::vector<std::string>> files;
  for (Owner& owner : owners) {
    if (!owner.yours) continue;
    Place& place = owner.stack[*owner.yours];
    if (!files.contains(place.file)) {
      if (files.size() == most_files) continue;
      files[place.file] = source_lines(pid, place.file);
    }
    const std::vector<std::string>& lines = files[place.file];
    const RuntimeEntry* const runtime = that_finds_lines(owner.source);
    if (runtime != nullptr && *owner.yours > 0) {
      place.line = runtime->line_of_call(lines, place.line, owner.stack[*owner.yours - 1]);
    }
    const bool is_line = place.line > 0 && static_cast<std::size_t>(place.line) <= lines.size();
    if (!is_line) continue;
    const auto line = static_cast<std::size_t>(place.line);
    place.code = trimmed(lines[line - 1]);
    place.excerpt = excerpt_around(lines, line);
  }
}

}  // namespace leakproof
