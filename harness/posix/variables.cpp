// SPDX-License-Identifier: MIT
#include "posix/variables.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace leakproof {

void set(std::vector<std::string>& environment, const Variable& variable) {
  const std::string start = variable.name + "=";
  std::string assignment = start + variable.value;
  const auto users = std::ranges::find_if(
      environment, [&](const std::string& old) { return old.starts_with(start); });
  const bool extends = !variable.separator.empty() && users != environment.end() && *users != start;
  if (extends) assignment += variable.separator + users->substr(start.size());
  set(environment, std::move(assignment));
}

void set(std::vector<std::string>& environment, std::string assignment) {
  const std::string_view start = std::string_view(assignment).substr(0, assignment.find('=') + 1);
  std::erase_if(environment, [&](const std::string& old) { return old.starts_with(start); });
  environment.push_back(std::move(assignment));
}

}  // namespace leakproof
