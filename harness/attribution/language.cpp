// SPDX-License-Identifier: MIT
#include "attribution/language.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "runtimes/catalogue.hpp"

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

// The language of the programs in the first runtime that is as `wanted`; empty if there is none.
template <typename Wanted>
std::string_view language_in(const Wanted& wanted) {
  const auto& all = runtimes::catalogue();
  const auto found = std::ranges::find_if(all, wanted);
  return found == std::ranges::end(all) ? std::string_view() : found->language;
}

std::string_view language_by(std::string_view source) {
  return language_in([&](const RuntimeEntry& runtime) { return runtime.explains_by == source; });
}

std::string_view language_reporting(std::string_view metric) {
  return language_in([&](const RuntimeEntry& runtime) {
    return std::ranges::count(runtime.metrics, metric, &Metric::name) > 0;
  });
}

}  // namespace

std::string language_of(std::span<const Owner> owners, std::span<const Finding> findings) {
  for (const Owner& owner : owners) {
    if (const auto language = language_by(owner.source); !language.empty()) {
      return std::string(language);
    }
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
  for (const Finding& finding : findings) {
    const std::string_view language = language_reporting(finding.series.metric.name);
    if (!language.empty()) return std::string(language);
  }
  return "";
}

}  // namespace leakproof
