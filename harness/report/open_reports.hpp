// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "model/run_info.hpp"
#include "report/reporters.hpp"

namespace leakproof {

/// Adds the requested reports: those in `files` (format → file), the console, and annotations
/// if the run is in GitHub Actions. Throws UsageError if a file cannot be written.
void open_reports(Reporters&, const std::map<std::string, std::string>& files, bool quiet,
                  const RunInfo&);

}  // namespace leakproof
