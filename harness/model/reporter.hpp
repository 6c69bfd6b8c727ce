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

/// Shows results somewhere. Told of each trial as it ends, so that whatever
/// interrupts a run finds everything before it already written.
class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void controls(const std::vector<Control>&) {}
  virtual void started(const Trial&) {}
  virtual void add(const Result&) = 0;

  /// Of a trial that goes on for long: how far it is, and, now and then, all that is
  /// known of it so far.
  virtual void progressed(const Progress&) {}
  virtual void checkpoint(const Result&) {}

  /// After the last trial, with what is advised about the trials that were added.
  /// Not called if the run breaks off.
  virtual void finish(std::span<const TrialAdvice>) {}
};

/// A report that goes to a file. Exported by one file of harness/report/formats
/// as a function named after that file; the command line offers it as --<name>.
struct ReporterEntry {
  std::string_view name{};
  std::string_view summary{};

  /// Throws std::runtime_error naming `path` if it cannot be written.
  std::unique_ptr<Reporter> (*open)(const std::string& path, const RunInfo&) = nullptr;
};

/// What a trial is held against, and whether it came out so: the declared
/// ruling, or "clean" where nothing is declared.
bool as_expected(const Result&, const RunInfo&);

}  // namespace leakproof
