// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include "commands/command.hpp"
#include "commands/torture/torture_flags.hpp"
#include "environment/local_environment.hpp"
#include "environment/machine.hpp"
#include "environment/worker_command.hpp"
#include "model/exit_code.hpp"
#include "model/trial.hpp"
#include "model/usage_error.hpp"
#include "options/trial_options.hpp"
#include "plan/selection.hpp"
#include "posix/interrupt.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"
#include "text/shell.hpp"
#include "torture/account.hpp"
#include "torture/torture.hpp"

namespace leakproof::commands {
namespace {

using torture::Account;

std::string name_of(const Trial& trial) {
  return fmt::format("{} × {}", printable(trial.client), trial.scenario.name);
}

torture::Replay replay_of(const TortureOptions& options, const Trial& trial) {
  std::string command = "leakproof torture";
  const bool is_by_name = options.worker.empty() || !options.clients.empty();
  if (is_by_name && options.program.empty()) {
    command += " " + shell_word(trial.client);
  }
  command += " --on " + shell_word(own_name(trial.scenario));
  if (!options.worker.empty()) command += " --worker " + shell_word(options.worker);
  if (options.system_calls) command += " --syscalls";
  if (options.consecutive > 1) command += fmt::format(" --consecutive {}", options.consecutive);
  if (options.worker_timeout_seconds != TortureOptions{}.worker_timeout_seconds) {
    command += fmt::format(" --worker-timeout {:g}", options.worker_timeout_seconds);
  }
  std::string program = options.program.empty() ? "" : " --";
  for (const std::string& word : options.program) program += " " + shell_word(word);
  return {.command = printable(command), .program = printable(program)};
}

std::span<const FaultKind> kinds(bool system_calls) {
  static constexpr std::array allocations{FaultKind::allocation};
  static constexpr std::array calls{FaultKind::error, FaultKind::interrupted, FaultKind::cut_short};
  if (system_calls) return calls;
  return allocations;
}

class ProgressLine {
 public:
  explicit ProgressLine(std::string subject) : subject_(std::move(subject)) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::int64_t number, std::size_t findings) const {
    if (!is_live_) return;
    fmt::print("\r\033[K{:.78}", fmt::format("[call {}, {} finding{}] {}", grouped(number),
                                             findings, findings == 1 ? "" : "s", subject_));
    std::fflush(stdout);
  }
  void clear() const {
    if (is_live_) fmt::print("\r\033[K");
  }

 private:
  std::string subject_;
  bool is_live_ = ::isatty(STDOUT_FILENO) != 0;
};

Account torture_one(const Trial& trial, LocalEnvironment& environment,
                    const TortureOptions& options) {
  const ProgressLine line(name_of(trial));
  torture::WorkerTarget target(trial, environment, !options.program.empty());
  return torture::torture(
      target, kinds(options.system_calls),
      {.most_calls = options.max_calls,
       .time = std::chrono::duration<double>(options.seconds),
       .only = options.fail_at,
       .repeat = options.consecutive},
      [&](std::int64_t number, std::size_t findings) { line.show(number, findings); });
}

int torture_clients(const TortureOptions& options) {
  if (options.worker.empty() && options.clients.empty() && options.program.empty()) {
    throw UsageError(
        "torture needs a CLIENT (leakproof list shows all), or a program behind --, which makes "
        "requests in a loop: leakproof torture -- python3 mine.py {url}");
  }
  require_machine({.per_client = TrialOptions().max_descriptors}, false);
  const TrialOptions chosen{.clients = options.clients,
                            .scenarios = options.scenarios,
                            .worker = options.worker,
                            .program = options.program,
                            .worker_timeout_seconds = options.worker_timeout_seconds};
  require_consistent(chosen);
  WorkerCommand worker = worker_command(chosen);
  worker.looks_for_exhausted_pool = false;  // the call that fails is the reason
  const std::vector<Trial> trials = select_trials(chosen, known_clients(chosen, worker));
  if (!options.program.empty()) require_requests(trials);
  // Makes workers mark the start and end of each fetch even if that is expensive.
  ::setenv("LEAKPROOF_TORTURE", "1", 1);
  const Interrupt interrupt;
  LocalEnvironment environment(worker, interrupt);
  bool has_findings = false;
  bool is_complete = true;
  for (const Trial& trial : trials) {
    const std::string subject = name_of(trial);
    try {
      const Account account = torture_one(trial, environment, options);
      fmt::print("{}", torture::text(account, subject, replay_of(options, trial)));
      has_findings |= !account.findings.empty();
      is_complete &= account.stopped.empty();
    } catch (const torture::NoVerdict& reason) {
      fmt::print("{}  no verdict: {}\n", subject, printable(reason.what(), true));
      is_complete = false;
    }
    std::fflush(stdout);
    if (interrupt.requested()) return exit_no_verdict;
  }
  if (has_findings) return exit_leak;
  return is_complete ? exit_clean : exit_no_verdict;
}

}  // namespace

CommandEntry torture() {
  return {
      .name = "torture",
      .summary = "fail each allocation of a fetch in turn to find crashes, hangs and lost blocks",
      .examples = {{"leakproof torture scoped",
                    "make each allocation of a fetch fail, one after the other"},
                   {"leakproof torture -- ./mine {url}",
                    "the same for a program of yours that makes requests in a loop"},
                   {"leakproof torture closed --fail-at 7", "repeat one of the findings"}},
      .group = Group::test,
      .takes_program = true,
      .add = [](CLI::App& command, Invocation& invocation) -> Action {
        const auto options = std::make_shared<TortureOptions>();
        add_torture_options(command, *options);
        return [options, &invocation] {
          options->program = invocation.program;
          return torture_clients(*options);
        };
      }};
}

}  // namespace leakproof::commands
