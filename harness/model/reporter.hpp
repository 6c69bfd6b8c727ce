// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/observer.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"

namespace leakproof {

/// Writes results. Receives each trial as it ends, so an interrupted run keeps the results
/// of all trials before the interruption. Each method may throw std::exception if the report can no
/// longer be written; the report is then lost, and the run goes on.
class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void controls(const std::vector<Control>&) {}
  virtual void started(const Trial&) {}
  virtual void add(const Result&) = 0;

  // As Observer receives them.
  virtual void progressed(const Progress&) {}
  virtual void passed_a_second() {}
  virtual void checkpoint(const Result&) {}
  virtual void interrupted(const Result&) {}

  /// Writes what has been put off. Called once the results of an earlier run have been added,
  /// before which nothing is written, and then every few seconds.
  virtual void save() {}

  /// Called after the last trial, with the advice on the trials that were added. Not called
  /// if the run is interrupted.
  virtual void finish(std::span<const TrialAdvice>) {}
};

/// A report that is written to a file. Each file in harness/report/formats exports one as a
/// function named after the file; the command line offers it as --<name>.
struct ReporterEntry {
  std::string_view name{};
  std::string_view summary{};

  /// Throws std::runtime_error that names `path` if the file cannot be written.
  std::unique_ptr<Reporter> (*open)(const std::string& path, const RunInfo&) = nullptr;
};

/// What a result means for its run.
enum class Standing {
  expected,    // its ruling is the declared one, or "clean" in a run without declarations; or it
               // was skipped
  known,       // it leaks as the user has listed
  warning,     // it is inconclusive, which the user lets pass
  unexpected,  // the run fails
};

Standing standing(const Result&, const RunInfo&);

}  // namespace leakproof
