// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <map>
#include <string>

#include "model/run_info.hpp"
#include "report/reporters.hpp"

namespace leakproof {

/// The values of --format: what a CI service shows beside the text. "auto" is the service in which
/// the run is, as the environment says, or "none".
inline constexpr std::array ci_formats{"auto", "github", "gitlab", "none"};

struct ReportOptions {
  std::map<std::string, std::string> files{};  // format → file
  std::string ci_format = ci_formats.front();
  bool quiet = false;
};

/// Adds the requested reports: the files, the console, and what the CI service shows. Throws
/// UsageError if a file cannot be written.
void open_reports(Reporters&, const ReportOptions&, const RunInfo&);

}  // namespace leakproof
