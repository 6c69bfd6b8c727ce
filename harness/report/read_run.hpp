// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "report/results_file.hpp"

namespace leakproof {

/// A file that was written with --json. Says on standard error what is missing of
/// it. Throws UsageError where it is something else.
report::ResultsFile read_run(const std::string& path);

}  // namespace leakproof
