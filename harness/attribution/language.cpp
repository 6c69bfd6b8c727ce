// SPDX-License-Identifier: MIT
#include "attribution/language.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace leakproof {
namespace {

struct Language {
  std::string_view name{};
  std::string_view extensions{};  // each followed by a blank
};

constexpr std::array languages{Language{"C++", ".cpp .cc .cxx .hpp .hh .hxx .ipp .tcc "},
                               Language{"C", ".c .h "},
                               Language{"Go", ".go "},
                               Language{"Java", ".java .kt .scala "},
                               Language{"JavaScript", ".js .mjs .cjs .ts .mts .cts .jsx .tsx "},
                               Language{"PHP", ".php "},
                               Language{"Python", ".py .pyx .pyw "},
                               Language{"Ruby", ".rb "},
                               Language{"Rust", ".rs "}};

std::string_view language_of(const Place& place) {
  const std::string_view file = place.file;
  if (file == "<string>" || file.starts_with("<frozen ")) return "Python";
  if (file.starts_with("node:") || file.starts_with("[eval]")) return "JavaScript";
  const std::size_t point = file.rfind('.');
  if (point == file.npos) return "";
  const std::string extension = std::string(file.substr(point)) + " ";
  const auto found = std::ranges::find_if(languages, [&](const Language& language) {
    return language.extensions.find(extension) != language.extensions.npos;
  });
  return found == languages.end() ? std::string_view() : found->name;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> of_series{
    {{"go_heap", "Go"},
     {"js_heap", "JavaScript"},
     {"jvm_heap", "Java"},
     {"ruby_heap", "Ruby"},
     {"tasks", "Python"}}};

// A class histogram of the JVM has no files.
constexpr std::string_view of_the_jvm = "jcmd";

}  // namespace

std::string language_of(std::span<const Owner> owners, std::span<const Finding> findings) {
  for (const Owner& owner : owners) {
    if (owner.source == of_the_jvm) return "Java";
    if (!owner.yours || *owner.yours >= owner.stack.size()) continue;
    const std::string_view language = language_of(owner.stack[*owner.yours]);
    if (!language.empty()) return std::string(language);
  }
  for (const Owner& owner : owners) {
    for (const Place& place : owner.stack) {
      const std::string_view language = language_of(place);
      if (!language.empty()) return std::string(language);
    }
  }
  for (const auto& [metric, language] : of_series) {
    if (std::ranges::count(findings, metric, [](const Finding& finding) -> std::string_view {
          return finding.series.metric.name;
        }) > 0) {
      return std::string(language);
    }
  }
  return "";
}

}  // namespace leakproof
