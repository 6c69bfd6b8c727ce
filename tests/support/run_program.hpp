// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace leakproof::testing {

struct Ended {
  int exit_code = -1;
  std::string output{};
  std::string errors{};
};

/// Runs a program to its end, with this process's environment and `variables`
/// ("NAME=value") besides. Its standard input is empty.
Ended run_program(std::vector<std::string> words, std::vector<std::string> variables = {});

}  // namespace leakproof::testing
