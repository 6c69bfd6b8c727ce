// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "model/run_info.hpp"
#include "report/reporters.hpp"

namespace leakproof {

/// Every report that is wanted: of `files` (format → file), the console, and
/// annotations where GitHub's runner reads along. Throws UsageError where a file
/// cannot be written.
void open_reports(Reporters&, const std::map<std::string, std::string>& files, bool quiet,
                  const RunInfo&);

}  // namespace leakproof
