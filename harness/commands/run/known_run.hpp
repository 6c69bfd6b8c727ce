// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compare/known_leaks.hpp"
#include "model/known_leak.hpp"
#include "model/observer.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "options/run_options.hpp"

namespace leakproof::commands {

/// Compares each result of a run with the known leaks before it passes the result on, and writes
/// those of the run. Borrows `next`.
class KnownRun final : public Observer {
 public:
  /// Reads the file of --known. Throws UsageError.
  KnownRun(const RunOptions&, std::span<const Trial>, Observer& next);

  void started(const Trial& trial) override { next_.started(trial); }
  void progressed(const Progress& progress) override { next_.progressed(progress); }
  void passed_a_second() override { next_.passed_a_second(); }
  void checkpoint(const Result& result) override { next_.checkpoint(result); }
  void interrupted(const Result& result) override { next_.interrupted(result); }
  void finished(const Result&) override;

  /// Writes the file of --write-known, if that is given. Throws std::runtime_error.
  void write() const;

 private:
  Observer& next_;
  std::string write_to_;
  KnownLeaks known_;
  KnownLeakList found_;
};

}  // namespace leakproof::commands
