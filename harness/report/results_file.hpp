// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/machine.hpp"

namespace leakproof::report {

/// The contents of a results file (--json): every trial with all its samples.
struct ResultsFile {
  RunInfo run{};
  Machine machine{};
  std::vector<Control> controls{};
  std::vector<Result> results{};
  std::vector<Result> under_way{};  // interrupted trials, as of their last look
  std::vector<TrialAdvice> advice{};
  bool finished = false;  // false: interrupted, or still being written
  std::string damage{};   // what is missing, for display; empty: nothing
};

/// The file is not a results file, or not of a version that can be read. The message names
/// the file and the error in it.
class NotResults : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// Reads an untrusted file. Returns the complete trials of a truncated file and describes the
/// loss in `damage`. Throws NotResults.
ResultsFile read_results(const std::string& path);

/// Parses the text of a results file. Messages call it `name`. Throws NotResults.
ResultsFile parse_results(std::string_view text, const std::string& name);

}  // namespace leakproof::report
