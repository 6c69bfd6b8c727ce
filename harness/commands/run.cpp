// SPDX-License-Identifier: MIT
#include "commands/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <thread>

#include "controls/run_controls.hpp"
#include "environment/local_environment.hpp"
#include "environment/subjects.hpp"
#include "model/control.hpp"
#include "model/exit_code.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "model/usage_error.hpp"
#include "plan/resume.hpp"
#include "plan/selection.hpp"
#include "plan/shard.hpp"
#include "posix/interrupt.hpp"
#include "probes/catalogue.hpp"
#include "report/open_reports.hpp"
#include "report/reporters.hpp"
#include "text/text.hpp"
#include "trial/run_all.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

// They are the clock of a program.
void require_requests(const std::vector<Trial>& trials) {
  for (const Trial& trial : trials) {
    if (trial.scenario.requests_per_fetch > 0 && trial.scenario.group != "http2") continue;
    throw UsageError(
        fmt::format("on {} no request comes straight from the client, by which a program behind -- "
                    "could be paced. Try it with a worker, or on others",
                    trial.scenario.name));
  }
}

// The controls are judged beside the first trials: nothing is reported of these before
// it is known what the controls came to.
class AfterControls final : public Observer {
 public:
  AfterControls(const RunOptions& options, int jobs, const Interrupt& interrupt,
                Reporters& reporters, const std::vector<Control>& judged)
      : reporters_(reporters) {
    if (!judged.empty()) reporters.controls(judged);
    if (!options.controls || !judged.empty()) return;
    const auto judge = [&options, jobs, &interrupt] {
      return run_controls(options, jobs, interrupt);
    };
    if (jobs > 1) {
      controls_ = std::async(std::launch::async, judge);
    } else {
      reporters.controls(judge());
    }
  }

  void started(const Trial& trial) override { reporters_.started(trial); }

  void progressed(const Progress& progress) override { reporters_.progressed(progress); }
  void checkpoint(const Result& result) override { reporters_.checkpoint(result); }

  void finished(const Result& result) override {
    report_controls();
    reporters_.finished(result);
  }

  /// Throws Interrupted.
  void report_controls() {
    if (controls_.valid()) reporters_.controls(controls_.get());
  }

 private:
  Reporters& reporters_;
  std::future<std::vector<Control>> controls_{};
};

/// Of a run that writes over the file that it resumes: kept beside it until all that
/// is in it has been written again.
class OldFile {
 public:
  explicit OldFile(const RunOptions& options) {
    std::error_code ignored;
    const auto json = options.reports.find("json");
    if (json == options.reports.end() || options.resume.empty() ||
        !fs::equivalent(json->second, options.resume, ignored)) {
      return;
    }
    name_ = options.resume + ".before";
    fs::rename(options.resume, name_);
  }

  void remove() const {
    std::error_code ignored;
    if (!name_.empty()) fs::remove(name_, ignored);
  }

 private:
  std::string name_{};
};

void tell_how_to_go_on(const RunOptions& options) {
  const auto json = options.reports.find("json");
  fmt::print(stderr, "leakproof: interrupted. {}\n",
             json == options.reports.end()
                 ? "With --json FILE, --resume FILE would go on from here"
                 : "To go on from here: the same, with --resume " + shell_word(json->second));
}

}  // namespace

int run_command(const RunOptions& options) {
  const Subjects subjects = subjects_of(options);
  const ShardNumber shard = shard_of(options);
  const SharedPlan plan =
      share_out(select_trials(options, known_clients(options, subjects)), shard.of, options);
  if (subjects.are == Subjects::programs) require_requests(plan.trials);
  std::vector<Trial> trials = share_of(plan, shard.index);
  const int jobs = options.jobs > 0
                       ? options.jobs
                       : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const RunInfo info{.version = LEAKPROOF_VERSION,
                     .seed = options.seed,
                     .jobs = jobs,
                     .declared = options.declared,
                     .trials = trials.size(),
                     .planned_trials = plan.trials.size(),
                     .shard = shard,
                     .plan = plan.digest};
  if (trials.empty()) {
    fmt::print(stderr, "leakproof: of {} trials none falls to shard {} of {}{}\n",
               info.planned_trials, shard.index, shard.of,
               shard.said_by.empty() ? "" : " (" + shard.said_by + " in the environment)");
  }
  const Interrupt interrupt;
  std::vector<Control> judged;
  ResumeState resume_state{.trials = std::move(trials)};
  if (!options.resume.empty()) {
    resume_state = resume(options.resume, std::move(resume_state.trials), info);
    // What is known may be about to be written over: nothing that takes time comes
    // between that and writing it again.
    try {
      if (options.controls) judged = run_controls(options, jobs, interrupt);
    } catch (const Interrupted&) {
      return exit_no_verdict;
    }
  }
  const OldFile old(options);
  Reporters reporters(info);
  open_reports(reporters, options.reports, options.quiet, info);
  LocalEnvironment bench(subjects, interrupt);
  try {
    AfterControls after_controls(options, jobs, interrupt, reporters, judged);
    for (const Result& result : resume_state.results) {
      after_controls.started(result.trial);
      after_controls.finished(result);
    }
    for (const Result& result : resume_state.cut_off) after_controls.checkpoint(result);
    old.remove();
    const std::size_t ended =
        run_all(resume_state.trials, jobs, bench, probes::catalogue(), after_controls);
    if (ended < resume_state.trials.size()) throw Interrupted();
    after_controls.report_controls();
  } catch (const Interrupted&) {
    // Whatever ended before is reported.
    tell_how_to_go_on(options);
  }
  reporters.finish();
  return reporters.exit_code();
}

}  // namespace leakproof
