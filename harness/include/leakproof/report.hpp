// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <leakproof/engine.hpp>

namespace leakproof {

/// A share of the trials of a plan.
struct ShardNumber {
  int index = 1;  // from 1 to `of`
  int of = 1;
  std::string said_by{};  // the variable of the environment that says so; empty: the user
};

/// What holds for every trial of a run.
struct RunInfo {
  std::string version{};
  std::uint64_t seed = 0;
  int jobs = 1;
  bool declared = false;           // rulings are held against what the clients declare
  std::size_t trials = 0;          // of this run
  std::size_t planned_trials = 0;  // of all shards together
  ShardNumber shard{};
  std::string plan{};  // a digest: that of shards of one plan is the same
};

/// What became of one planted leak or non-leak.
struct Control {
  std::string name{};
  bool found = false;  // the leak was found; of the non-leak: nothing was
  std::string because{};
};

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

  /// After the last trial. Not called when a run breaks.
  virtual void finish() {}
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
