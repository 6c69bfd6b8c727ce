// SPDX-License-Identifier: MIT
#include "options/option_text.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace leakproof {
namespace {

// CLI11 puts the descriptions of an option's checks behind the name of its value:
// "N:1 to 1,000".
std::string value_name(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::string range(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t colon = type.find(':');
  return colon == type.npos ? "" : type.substr(colon + 1);
}

}  // namespace

std::string usage_of(const CLI::Option& option) {
  if (option.get_positional()) {
    const bool is_list = option.get_expected_max() == CLI::detail::expected_max_vector_size;
    return option.get_name(true) + (is_list ? "..." : "");
  }
  const std::string name = option.get_name(false, true);
  return option.get_expected_min() == 0 ? name : name + " " + value_name(option);
}

std::string explanation_of(const CLI::Option& option) {
  std::vector<std::string> details;
  if (std::string words = range(option); !words.empty()) details.push_back(std::move(words));
  if (const std::string value = option.get_default_str(); !value.empty()) {
    details.push_back("default: " + value);
  }
  if (details.empty()) return option.get_description();
  return fmt::format("{} ({})", option.get_description(), fmt::join(details, "; "));
}

}  // namespace leakproof
