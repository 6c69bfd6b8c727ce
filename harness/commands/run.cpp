// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <future>
#include <memory>
#include <thread>

#include "commands/command.hpp"
#include "commands/run/known_run.hpp"
#include "commands/run/plan_run.hpp"
#include "controls/run_controls.hpp"
#include "environment/local_environment.hpp"
#include "environment/machine.hpp"
#include "environment/origin_override.hpp"
#include "environment/worker_command.hpp"
#include "model/control.hpp"
#include "model/exit_code.hpp"
#include "model/interrupted.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial.hpp"
#include "model/usage_error.hpp"
#include "options/configuration.hpp"
#include "options/run_flags.hpp"
#include "plan/resume.hpp"
#include "plan/selection.hpp"
#include "plan/shard.hpp"
#include "posix/interrupt.hpp"
#include "probes/catalogue.hpp"
#include "report/open_reports.hpp"
#include "report/read_run.hpp"
#include "report/reporters.hpp"
#include "text/complain.hpp"
#include "text/shell.hpp"
#include "trial/run_all.hpp"

namespace leakproof::commands {
namespace {

// Those of the selected groups that a program cannot be tested on.
void report_left_out(const TrialOptions& options) {
  if (!options.replay_file.empty() || !options.upstream.empty()) return;
  std::vector<std::string> names;
  for (const Scenario& scenario : named_scenarios(options.scenarios)) {
    if (needs_worker(scenario)) names.push_back(scenario.name);
  }
  if (names.empty()) return;
  complain(fmt::format("left out, because they need a worker: {}", fmt::join(names, ", ")));
}

// What this machine allows of the jobs and descriptors that the user wants.
DescriptorBudget budget_here(const RunOptions& options) {
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const DescriptorBudget wanted{.jobs = options.jobs > 0 ? options.jobs : cores,
                                .per_client = options.trials.max_descriptors};
  const DescriptorBudget allowed = require_machine(wanted, options.controls);
  if (allowed != wanted) {
    complain(
        fmt::format("limits of this machine (ulimit -n, ulimit -v) allow {} trial{} at a "
                    "time, with {} open files for each client",
                    allowed.jobs, allowed.jobs == 1 ? "" : "s", allowed.per_client));
  }
  return allowed;
}

using Controls = std::shared_future<std::vector<Control>>;

// Runs the controls concurrently with the first trials if there are several jobs, and
// otherwise when their result is requested.
Controls judge_controls(const ControlSettings& settings, const Interrupt& interrupt) {
  const auto policy = settings.jobs > 1 ? std::launch::async : std::launch::deferred;
  return std::async(policy, [settings, &interrupt] { return run_controls(settings, interrupt); });
}

void tell_how_to_go_on(const RunOptions& options) {
  const auto json = options.reports.files.find("json");
  complain(fmt::format(
      "interrupted. {}",
      json == options.reports.files.end()
          ? "A run with --json FILE can be continued with --resume FILE"
          : "To continue, repeat the command with --resume " + shell_word(json->second)));
}

int run_trials(const RunOptions& options) {
  require_consistent(options.trials);
  const DescriptorBudget budget = budget_here(options);
  const OriginOverride instead = origin_override(options.trials);
  const WorkerCommand worker = worker_command(options.trials);
  const auto [plan, shard] = plan_run(options, worker);
  if (worker.kind == WorkerCommand::Kind::program) {
    require_requests(plan.trials);
    report_left_out(options.trials);
  }
  std::vector<Trial> trials = share_of(plan, shard.index);
  const RunInfo info{.version = LEAKPROOF_VERSION,
                     .seed = options.trials.seed,
                     .jobs = budget.jobs,
                     .declared = options.trials.declared,
                     .inconclusive = options.inconclusive,
                     .trials = trials.size(),
                     .planned_trials = plan.trials.size(),
                     .shard = shard,
                     .plan = plan.digest};
  if (trials.empty()) {
    complain(fmt::format(
        "none of the {} trials is in shard {} of {}{}", info.planned_trials, shard.index, shard.of,
        shard.said_by.empty() ? "" : " (" + shard.said_by + " in the environment)"));
  }
  const Interrupt interrupt;
  const ControlSettings control_settings{
      .seed = options.trials.seed,
      .answer_timeout = answer_timeout(options.trials.worker_timeout_seconds),
      .jobs = budget.jobs,
      .max_descriptors = budget.per_client,
      .as_workers = worker.kind != WorkerCommand::Kind::program,
      .as_programs = worker.kind == WorkerCommand::Kind::program};
  const Controls controls =
      options.controls ? judge_controls(control_settings, interrupt) : Controls();
  ResumeState resume_state{.trials = std::move(trials)};
  if (!options.resume.empty()) {
    resume_state = resume(read_run(options.resume), std::move(resume_state.trials), info);
    // Finish the controls first: an interruption before the old results have been added to the
    // reports would lose them.
    try {
      if (controls.valid()) controls.get();
    } catch (const Interrupted&) {
      return exit_no_verdict;
    }
  }
  for (Trial& trial : resume_state.trials) trial.plan.max_descriptors = budget.per_client;
  Reporters reporters(info);
  KnownRun observer(options, share_of(plan, shard.index), reporters);
  open_reports(reporters, options.reports, info);
  if (options.resume.empty()) reporters.save();
  LocalEnvironment environment(worker, interrupt, instead);
  try {
    if (controls.valid()) reporters.expect(controls);
    for (const Result& result : resume_state.results) {
      observer.started(result.trial);
      observer.finished(result);
    }
    for (const Result& result : resume_state.cut_off) reporters.interrupted(result);
    reporters.save();
    const std::size_t ended =
        run_all(resume_state.trials, budget.jobs, environment, probes::catalogue(), observer);
    if (ended < resume_state.trials.size()) throw Interrupted();
    reporters.report_controls();
  } catch (const Interrupted&) {
    // The finished trials have been reported.
    tell_how_to_go_on(options);
  }
  reporters.finish();
  observer.write();
  return reporters.exit_code();
}

}  // namespace

CommandEntry run() {
  return {.name = "run",
          .summary = "test clients against scenarios for leaks",
          .examples = {{"leakproof run --on plain -- python3 mine.py {url}",
                        "test a program of yours that makes requests in a loop; {url} is replaced"},
                       {"leakproof run scoped closed --on drop-mid-body --html report.html",
                        "test two bundled clients against a server that hangs up"},
                       {"leakproof run --worker ./my-worker --on plain,faults",
                        "test a worker of yours, in any language"}},
          .group = Group::test,
          .takes_program = true,
          .add = [](CLI::App& command, Invocation& invocation) -> Action {
            const auto options = std::make_shared<RunOptions>();
            add_run_options(command, *options);
            command.footer(invocation.app.get_footer());
            return [options, &command, &invocation] {
              options->trials.program = invocation.program;
              configure(command, command, options->trials.program, options->configuration);
              invocation.bisects |= options->bisect;
              return run_trials(*options);
            };
          }};
}

}  // namespace leakproof::commands
