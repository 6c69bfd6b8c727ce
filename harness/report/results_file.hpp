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

/// What a run wrote with --json, read back: every trial with all its samples.
struct ResultsFile {
  RunInfo run{};
  Machine machine{};
  std::vector<Control> controls{};
  std::vector<Result> results{};
  std::vector<Result> under_way{};  // as they stood when they were last looked at
  std::vector<TrialAdvice> advice{};
  bool finished = false;  // false: interrupted, or still being written
  std::string damage{};   // what is missing of it, for people; empty: it is whole
};

/// Not a file of results, or not one that this version can read. Says which
/// file, and where in it something is not as it should be.
class NotResults : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// Nothing in the file is trusted. Of one that breaks off, the complete trials
/// are kept and `damage` says so. Throws NotResults.
ResultsFile read_results(const std::string& path);

/// The same of a text; `name` is what it is called in messages.
ResultsFile parse_results(std::string_view text, const std::string& name);

}  // namespace leakproof::report
