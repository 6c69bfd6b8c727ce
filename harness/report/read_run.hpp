// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "report/results_file.hpp"

namespace leakproof {

/// Reads a results file of --json. Prints to standard error if it is incomplete. Throws
/// UsageError if it is not a results file.
report::ResultsFile read_run(const std::string& path);

}  // namespace leakproof
