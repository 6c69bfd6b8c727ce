// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace leakproof {

/// An environment variable for a process to be started.
struct Variable {
  std::string name{};
  std::string value{};
  std::string separator{};  // between `value` and the user's value; empty: replaces the latter
};

/// Sets the variable in an environment, a list of "NAME=value" strings.
void set(std::vector<std::string>& environment, const Variable&);

/// Sets "NAME=value" and removes every other value of NAME.
void set(std::vector<std::string>& environment, std::string assignment);

}  // namespace leakproof
