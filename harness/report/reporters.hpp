// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <vector>

#include "attribution/adviser.hpp"
#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/observer.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// All reporters of a run, the advice on its trials, and its exit code.
class Reporters final : public Observer {
 public:
  explicit Reporters(RunInfo info) : info_(std::move(info)) {}

  void add(std::unique_ptr<Reporter> reporter) { reporters_.push_back(std::move(reporter)); }

  void controls(const std::vector<Control>&);

  /// Sets the controls of this run, which may still be running in another thread. The first
  /// result waits for them. Rethrows an exception of the controls.
  void expect(std::shared_future<std::vector<Control>>);

  /// Waits for the expected controls and reports them, if that has not happened yet. Rethrows
  /// an exception of the controls.
  void report_controls();

  void started(const Trial&) override;
  void progressed(const Progress&) override;
  void passed_a_second() override;
  void checkpoint(const Result&) override;
  void interrupted(const Result&) override;
  void finished(const Result&) override;

  /// Call it after the last trial. Passes the advice to all reporters.
  void finish();

  /// The exit code for the results so far.
  int exit_code() const;

  /// Writes all reports, and from then on after each trial. Call it once the results of an earlier
  /// run have been added.
  void save();

 private:
  /// A reporter that throws is lost, and the others go on.
  void tell_all(const std::function<void(Reporter&)>&);

  RunInfo info_;
  Adviser adviser_{};
  std::vector<std::unique_ptr<Reporter>> reporters_;
  std::shared_future<std::vector<Control>> expected_controls_{};  // valid until reported
  std::size_t ended_ = 0;
  std::size_t skipped_ = 0;
  int seconds_ = 0;
  bool missed_control_ = false;
  bool lost_report_ = false;
  bool contradicted_ = false;  // there was an unexpected verdict
  bool no_verdict_ = false;
};

}  // namespace leakproof
