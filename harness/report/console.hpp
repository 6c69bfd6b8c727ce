// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <map>
#include <set>
#include <span>
#include <string>

#include <leakproof/conclusion.hpp>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/observer.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "model/trial_name.hpp"
#include "report/overview.hpp"

namespace leakproof::report {

struct ConsoleStyle {
  bool colour = false;
  bool live = false;      // a terminal: the last line shows the running trials
  bool quiet = false;     // print only unexpected results and the last line
  std::size_t width = 0;  // columns of the terminal; 0: lines are not wrapped
};

/// Prints a line for each trial as it ends, followed by evidence if the trial needs it. Prints
/// the comparison and advice on the trials with evidence at the end. Borrows `out`.
class Console final : public Reporter {
 public:
  Console(std::FILE* out, ConsoleStyle, RunInfo);

  void controls(const std::vector<Control>&) override;
  void started(const Trial&) override;
  void progressed(const Progress&) override;
  void checkpoint(const Result&) override;
  void add(const Result&) override;
  void finish(std::span<const TrialAdvice>) override;

 private:
  void print(std::string_view);
  std::string painted(Conclusion, bool as_expected) const;
  void print_line(const std::string& ruling, const std::string& text);
  void print_evidence(const Result&);
  void show_progress();

  std::FILE* out_;
  ConsoleStyle style_;
  RunInfo info_;
  Overview overview_;
  std::map<std::string, std::string> under_way_{};  // trial → progress
  std::size_t done_ = 0;
  std::size_t unexpected_ = 0;
  std::size_t skipped_ = 0;
  std::set<TrialName> explained_{};  // trials whose evidence was printed
};

}  // namespace leakproof::report
