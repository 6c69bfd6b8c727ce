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

/// This process's environment with `variables` ("NAME=value"), which take precedence. Without those
/// of a CI service, in which output is another.
std::vector<std::string> environment_with(std::vector<std::string> variables = {});

/// Reads a stream until `words` have arrived, it ends, or nothing arrives for one minute.
/// Returns the text.
std::string read_until(int stream, std::string_view words);

/// Waits for a program to end, one minute at most. Returns its exit code, or -1.
int exit_code_of(Process&);

/// Runs a program until it ends, with environment_with(variables). Its standard input is empty.
Ended run_program(std::vector<std::string> words, std::vector<std::string> variables = {});

}  // namespace leakproof::testing
