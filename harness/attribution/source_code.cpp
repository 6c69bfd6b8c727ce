// SPDX-License-Identifier: MIT
#include "attribution/source_code.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "runtimes/catalogue.hpp"
#include "symbols/source_lines.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_files = 16;
constexpr std::size_t longest = 160;  // bytes
constexpr const char* spaces = " \t\r\v\f";

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(spaces);
  if (begin == text.npos) return "";
  const std::string shown = text.substr(begin, longest);
  return shown.substr(0, shown.find_last_not_of(spaces) + 1);
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
    if (is_line) place.code = trimmed(lines[static_cast<std::size_t>(place.line) - 1]);
  }
}

}  // namespace leakproof
