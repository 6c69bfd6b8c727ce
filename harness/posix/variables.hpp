// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace leakproof {

/// A variable that a process is started with.
struct Variable {
  std::string name{};
  std::string value{};
  std::string separator{};  // put between `value` and what the user has; empty: replaces that
};

/// Sets it in an environment, which holds "NAME=value" strings.
void set(std::vector<std::string>& environment, const Variable&);

/// Sets "NAME=value", in place of all that NAME was.
void set(std::vector<std::string>& environment, std::string assignment);

}  // namespace leakproof
