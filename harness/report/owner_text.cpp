// SPDX-License-Identifier: MIT
#include "report/owner_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "text/function_name.hpp"
#include "text/growth.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

// Native code has an address; what a runtime reports has none.
std::string short_name(const Place& place) {
  std::string_view function = place.function;
  for (const std::string_view ours : {"leakproof::clients::", "leakproof::controls::"}) {
    if (function.starts_with(ours)) function.remove_prefix(ours.size());
  }
  return printable(place.offset != 0 ? short_function_name(function) : std::string(function));
}

std::string from_here(const std::string& file) {
  std::error_code ignored;
  return path_below(std::filesystem::current_path(ignored).string(), file);
}

// What an owner counts; empty: what its metric is called.
std::string_view counted_in(std::string_view metric) {
  if (metric.starts_with("heap")) return "blocks";
  return metric.ends_with("_heap") ? "objects" : "";
}

// The first of what grows meanwhile. The results file has all.
std::string first_of(std::string_view details) {
  constexpr std::size_t most_told = 3;
  std::vector<std::size_t> ends;
  for (std::size_t at = details.find(", "); at != details.npos; at = details.find(", ", at + 1)) {
    ends.push_back(at);
  }
  if (ends.size() <= most_told) return std::string(details);
  const std::size_t more = ends.size() + 1 - most_told;
  return fmt::format("{} and {} more", details.substr(0, ends[most_told - 1]), more);
}

}  // namespace

std::string text(const Place& place) {
  const std::string module = printable(place.module.empty() ? "?" : place.module);
  const std::string name = short_name(place);
  if (!place.file.empty()) {
    const std::string line = fmt::format("{}:{}", printable(from_here(place.file)), place.line);
    return name.empty() ? line : fmt::format("{} ({})", name, line);
  }
  if (name.empty()) return fmt::format("{}+{:#x}", module, place.offset);
  return place.module.empty() ? name : fmt::format("{} ({})", name, module);
}

const Place* leaking_line(const Result& result) {
  for (const Owner& owner : result.owners) {
    if (!owner.yours || *owner.yours >= owner.stack.size()) continue;
    const Place& place = owner.stack[*owner.yours];
    if (!place.file.empty()) return &place;
  }
  return nullptr;
}

std::string path_below(const std::string& folder, const std::string& file) {
  const std::string prefix = folder.ends_with('/') ? folder : folder + "/";
  return !folder.empty() && file.starts_with(prefix) ? file.substr(prefix.size()) : file;
}

std::string text(const Owner& owner) {
  std::string text = printable(owner.metric);
  if (owner.share > 0 && owner.share <= largest_share)
    text = fmt::format("{:.0f} % of {}", owner.share * 100, text);
  std::string amounts;
  if (owner.bytes_per_fetch != 0) amounts = ": " + rate_text(owner.bytes_per_fetch, "B");
  if (owner.count_per_fetch != 0) {
    amounts += amounts.empty() ? ": " : " in ";
    amounts += rate_text(owner.count_per_fetch, counted_in(owner.metric));
  }
  text += amounts;
  if (!owner.details.empty()) text += "; " + printable(first_of(owner.details));
  return text + " (" + printable(owner.source) + ")";
}

std::string stacks_text(const Result& result) {
  std::string lines;
  for (const Owner& owner : result.owners) {
    lines += fmt::format("    {}\n", text(owner));
    for (std::size_t i = 0; i < owner.stack.size(); ++i) {
      lines += fmt::format("      {} {}\n", owner.yours == i ? ">" : " ", text(owner.stack[i]));
    }
  }
  return lines;
}

}  // namespace leakproof::report
