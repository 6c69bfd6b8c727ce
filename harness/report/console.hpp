// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <map>
#include <string>

#include <leakproof/conclusion.hpp>

#include "model/control.hpp"
#include "model/observer.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "report/overview.hpp"

namespace leakproof::report {

struct ConsoleStyle {
  bool colour = false;
  bool live = false;      // a terminal: one line tells what is under way
  bool quiet = false;     // only what is not as it should be, and the last line
  std::size_t width = 0;  // columns of the terminal; 0: lines may be as long as they like
};

/// A line a trial as it ends, the evidence under those that need it, and at the
/// end the comparison. Borrows `out`.
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
  std::map<std::string, std::string> under_way_{};  // trials, and how far they are
  std::size_t done_ = 0;
  std::size_t unexpected_ = 0;
  std::size_t skipped_ = 0;
};

}  // namespace leakproof::report
