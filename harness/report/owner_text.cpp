// SPDX-License-Identifier: MIT
#include "report/owner_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

#include "base/text.hpp"
#include "report/growth_text.hpp"

namespace leakproof::report {
namespace {

// Without what everyone skips: parameters, and the names of no namespace.
std::string short_name(std::string_view function) {
  constexpr std::string_view nameless = "(anonymous namespace)::";
  std::string name(function);
  for (const std::string_view ours : {"leakproof::clients::", "leakproof::controls::"}) {
    if (name.starts_with(ours)) name.erase(0, ours.size());
  }
  for (auto at = name.find(nameless); at != name.npos; at = name.find(nameless)) {
    name.erase(at, nameless.size());
  }
  const auto parameters = name.find('(', name.starts_with("operator()") ? 10 : 1);
  return printable(name.substr(0, parameters));
}

std::string from_here(const std::string& file) {
  std::error_code ignored;
  const std::string prefix = std::filesystem::current_path(ignored).string() + "/";
  return file.starts_with(prefix) ? file.substr(prefix.size()) : file;
}

std::string noun(const Owner& owner) {
  static const std::map<std::string_view, std::string_view> nouns{
      {"heap_bytes", "block"}, {"heap_blocks", "block"},      {"mapped_bytes", "mapping"},
      {"mappings", "mapping"}, {"descriptors", "descriptor"}, {"connections", "descriptor"},
      {"threads", "thread"}};
  const auto known = nouns.find(owner.metric);
  return std::string(known == nouns.end() ? "item" : known->second) +
         (owner.count_per_fetch == 1 ? "" : "s");
}

}  // namespace

std::string text(const Place& place) {
  const std::string module = printable(place.module.empty() ? "?" : place.module);
  if (place.function.empty()) return fmt::format("{}+{:#x}", module, place.offset);
  const std::string name = short_name(place.function);
  if (place.file.empty()) return fmt::format("{} ({})", name, module);
  return fmt::format("{} ({}:{})", name, printable(from_here(place.file)), place.line);
}

std::string amount_text(const Owner& owner) {
  std::string amount = fmt::format("{} {}", figure(owner.count_per_fetch), noun(owner));
  if (owner.bytes_per_fetch > 0) amount += fmt::format(", {} B", figure(owner.bytes_per_fetch));
  return fmt::format("{} a fetch, {:.0f} % of the growth", amount, 100 * owner.share);
}

std::string stacks_text(const Result& result) {
  std::string lines;
  for (const Owner& owner : result.owners) {
    lines += fmt::format("    {} of {}\n", amount_text(owner), printable(owner.metric));
    if (!owner.besides.empty()) lines += fmt::format("      {}\n", printable(owner.besides));
    for (std::size_t i = 0; i < owner.stack.size(); ++i) {
      lines += fmt::format("      {} {}\n", owner.yours == i ? "*" : " ", text(owner.stack[i]));
    }
  }
  return lines;
}

}  // namespace leakproof::report
