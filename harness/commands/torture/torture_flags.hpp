// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace leakproof::commands {

/// The options of `leakproof torture`.
struct TortureOptions {
  std::vector<std::string> clients{};  // may be empty only if one of the next two is set
  std::vector<std::string> program{};  // the words after "--"
  std::vector<std::string> scenarios{"plain"};
  std::string worker{};               // a command; empty: the bundled worker
  double worker_timeout_seconds = 5;  // for one answer
  std::int64_t fail_at = 0;           // number of the call to fail, from 1; 0: each in turn
  std::int64_t consecutive = 1;       // consecutive calls that fail
  std::int64_t max_calls = 10'000;    // of one fetch
  double seconds = 120;               // for each scenario
  bool system_calls = false;          // fail system calls instead of allocations
};

/// The options must outlive the parsing.
void add_torture_options(CLI::App&, TortureOptions&);

}  // namespace leakproof::commands
