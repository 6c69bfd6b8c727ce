// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

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
  bool live = false;      // a terminal: the last lines show the running trials
  bool quiet = false;     // print only unexpected results and the last line
  std::size_t width = 0;  // columns of the terminal; 0: lines are not wrapped
};

/// Prints a line for each trial as it ends, followed by evidence if the trial needs it. Prints
/// the comparison and advice on the trials with evidence at the end. Shows the progress of the
/// running trials: on a terminal every second, elsewhere every minute and at later looks. Borrows
/// `out`.
class Console final : public Reporter {
 public:
  using Clock = std::chrono::steady_clock;

  Console(std::FILE* out, ConsoleStyle, RunInfo,
          std::function<Clock::time_point()> now = Clock::now);

  void controls(const std::vector<Control>&) override;
  void started(const Trial&) override;
  void progressed(const Progress&) override;
  void passed_a_second() override;
  void interrupted(const Result&) override;
  void add(const Result&) override;
  void finish(std::span<const TrialAdvice>) override;

 private:
  void print(std::string_view);
  std::string painted(const Result&, Standing) const;
  bool is_shown(const Result&, Standing) const;
  void print_line(const std::string& ruling, const std::string& text);
  void print_evidence(const Result&);
  void show_progress();
  std::string erased() const;

  struct UnderWay {
    std::string name{};
    Clock::time_point started{};
    Clock::time_point printed{};  // to a log
    std::string progress = "no fetch has ended";
    std::string rising{};
  };

  void print_to_log(UnderWay&);
  void print_progress(std::string_view what, const std::string& name, const std::string& progress,
                      const std::string& rising);

  std::FILE* out_;
  ConsoleStyle style_;
  RunInfo info_;
  Overview overview_;
  std::function<Clock::time_point()> now_;
  std::map<std::int64_t, UnderWay> under_way_{};  // by place in the plan
  std::size_t shown_ = 0;                         // lines above the cursor that show progress
  std::size_t done_ = 0;
  std::size_t as_wanted_ = 0;
  std::size_t known_ = 0;
  std::size_t warnings_ = 0;
  std::size_t skipped_ = 0;
  std::set<TrialName> explained_{};  // trials whose evidence was printed
};

}  // namespace leakproof::report
