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
constexpr std::size_t shown_before = 5;  // lines: what has to be changed is often near
constexpr std::size_t shown_after = 6;
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

const RuntimeEntry* runtime_of(std::string_view source) {
  const auto all = runtimes::catalogue();
  const auto found = std::ranges::find(all, source, &RuntimeEntry::explains_by);
  return source.empty() || found == all.end() ? nullptr : &*found;
}

void find_file(pid_t pid, const RuntimeEntry& runtime, Place& place) {
  const bool is_name = !place.file.empty() && place.file.find('/') == place.file.npos;
  if (!is_name || runtime.source_file == nullptr) return;
  if (std::string path = runtime.source_file(pid, place); !path.empty()) place.file = path;
}

}  // namespace

void add_code(pid_t pid, std::vector<Owner>& owners) {
  std::map<std::string, std::vector<std::string>> files;
  for (Owner& owner : owners) {
    if (!owner.yours) continue;
    Place& place = owner.stack[*owner.yours];
    const RuntimeEntry* const runtime = runtime_of(owner.source);
    if (runtime != nullptr) find_file(pid, *runtime, place);
    if (!files.contains(place.file)) {
      if (files.size() == most_files) continue;
      files[place.file] = source_lines(pid, place.file);
    }
    const std::vector<std::string>& lines = files[place.file];
    const bool has_calls = runtime != nullptr && runtime->line_of_call != nullptr;
    if (has_calls && *owner.yours > 0) {
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
