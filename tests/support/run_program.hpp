// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "posix/process.hpp"

namespace leakproof::testing {

struct Ended {
  int exit_code = -1;
  std::string output{};
  std::string errors{};
};

/// This process's environment and `variables` ("NAME=value") besides, which win.
std::vector<std::string> environment_with(std::vector<std::string> variables = {});

/// Reads a stream until `words` have come, it ends, or nothing comes for a minute.
/// Returns what was read.
std::string read_until(int stream, std::string_view words);

/// Waits for a program's end, a minute at most. Returns its exit code, or -1.
int exit_code_of(Process&);

/// Runs a program to its end, with this process's environment and `variables`
/// ("NAME=value") besides. Its standard input is empty.
Ended run_program(std::vector<std::string> words, std::vector<std::string> variables = {});

}  // namespace leakproof::testing
