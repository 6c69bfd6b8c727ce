// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <leakproof/report.hpp>

namespace leakproof::report {

/// What a run wrote with --json, read back. Of each trial what can be shown or
/// compared; readings, and what a scenario is, are not restored in full.
struct ResultsFile {
  RunInfo run{};
  std::vector<Result> results{};
};

/// Not a file of results, or not one that this version can read. Says which file,
/// and what is wrong with it.
class NotResults : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// Nothing in the file is trusted. Throws NotResults.
ResultsFile read_results(const std::string& path);

}  // namespace leakproof::report
