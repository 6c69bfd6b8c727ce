// SPDX-License-Identifier: MIT
#include "report/owner_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "text/growth.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

// The function's name without parameters and anonymous namespaces.
std::string short_name(std::string_view function) {
  constexpr std::string_view nameless = "(anonymous namespace)::";
  std::string name(function);
  for (const std::string_view ours : {"leakproof::clients::", "leakproof::controls::"}) {
    if (name.starts_with(ours)) name.erase(0, ours.size());
  }
  for (auto at = name.find(nameless); at != name.npos; at = name.find(nameless)) {
    name.erase(at, nameless.size());
  }
  auto parameters = name.find('(', name.starts_with("operator()") ? 10 : 1);
  // A method of Go: "net/http.(*Transport).dial".
  while (parameters != name.npos && name[parameters - 1] == '.') {
    parameters = name.find('(', parameters + 1);
  }
  return printable(name.substr(0, parameters));
}

std::string from_here(const std::string& file) {
  std::error_code ignored;
  const std::string prefix = std::filesystem::current_path(ignored).string() + "/";
  return file.starts_with(prefix) ? file.substr(prefix.size()) : file;
}

}  // namespace

std::string text(const Place& place) {
  const std::string module = printable(place.module.empty() ? "?" : place.module);
  const std::string name = short_name(place.function);
  if (!place.file.empty()) {
    const std::string line = fmt::format("{}:{}", printable(from_here(place.file)), place.line);
    return name.empty() ? line : fmt::format("{} ({})", name, line);
  }
  return name.empty() ? fmt::format("{}+{:#x}", module, place.offset)
                      : fmt::format("{} ({})", name, module);
}

std::string text(const Owner& owner) {
  std::string text = fmt::format("{:.0f} % of {}", owner.share * 100, printable(owner.metric));
  std::string amounts;
  if (owner.bytes_per_fetch != 0) amounts = ": " + rate_text(owner.bytes_per_fetch, "B");
  if (owner.count_per_fetch != 0) {
    amounts += amounts.empty() ? ": " : " in ";
    amounts += rate_text(owner.count_per_fetch, owner.metric.starts_with("heap") ? "blocks" : "");
  }
  text += amounts;
  if (!owner.details.empty()) text += "; " + printable(owner.details);
  return text + " (" + printable(owner.source) + ")";
}

std::string stacks_text(const Result& result) {
  std::string lines;
  for (const Owner& owner : result.owners) {
    lines += fmt::format("    {}\n", text(owner));
    for (std::size_t i = 0; i < owner.stack.size(); ++i) {
      lines += fmt::format("      {} {}\n", owner.yours == i ? "*" : " ", text(owner.stack[i]));
    }
  }
  return lines;
}

}  // namespace leakproof::report
