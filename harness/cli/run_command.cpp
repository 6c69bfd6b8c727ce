// SPDX-License-Identifier: MIT
#include "cli/run_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <thread>

#include "base/interrupt.hpp"
#include "cli/command_line.hpp"
#include "cli/controls.hpp"
#include "cli/local_bench.hpp"
#include "cli/open_reports.hpp"
#include "cli/reporters.hpp"
#include "cli/resume.hpp"
#include "cli/selection.hpp"
#include "cli/shard.hpp"
#include "cli/subjects.hpp"
#include "measure/catalogue.hpp"

namespace leakproof::cli {
namespace {

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
                Reporters& reporters)
      : reporters_(reporters) {
    if (!options.controls) return;
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

}  // namespace

int run_command(const RunOptions& options) {
  const Subjects subjects = subjects_of(options);
  const ShardNumber shard = shard_of(options);
  const SharedPlan plan = share_out(select_trials(options, known_clients(options, subjects)),
                                    shard.of, options.timings);
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
  std::vector<Result> before;
  if (!options.resume.empty()) {
    Remains remains = resume(options.resume, std::move(trials), info);
    before = std::move(remains.results);
    trials = std::move(remains.trials);
  }
  Reporters reporters(info);
  open_reports(reporters, options.reports, options.quiet, info);

  const Interrupt interrupt;
  LocalBench bench(subjects, interrupt);
  try {
    AfterControls after_controls(options, jobs, interrupt, reporters);
    for (const Result& result : before) {
      after_controls.started(result.trial);
      after_controls.finished(result);
    }
    run_all(trials, jobs, bench, probes::catalogue(), after_controls);
    after_controls.report_controls();
  } catch (const Interrupted&) {
    // Whatever ended before is reported.
  }
  reporters.finish();
  return reporters.exit_code();
}

}  // namespace leakproof::cli
