// SPDX-License-Identifier: MIT
#include "attribution/language.hpp"

#include <algorithm>
#include <array>
#include <string_view>

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

// A class histogram of the JVM has no files.
constexpr std::string_view of_the_jvm = "jcmd";

}  // namespace

std::string language_of(std::span<const Owner> owners) {
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
  return "";
}

}  // namespace leakproof
