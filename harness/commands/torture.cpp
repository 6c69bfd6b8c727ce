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

std::string replay_command(const TortureOptions& options, const Trial& trial) {
  std::string command = "leakproof torture";
  if (options.worker.empty() || !options.clients.empty()) {
    command += " " + shell_word(trial.client);
  }
  command += " --on " + shell_word(own_name(trial.scenario));
  if (!options.worker.empty()) command += " --worker " + shell_word(options.worker);
  if (options.system_calls) command += " --syscalls";
  if (options.consecutive > 1) command += fmt::format(" --consecutive {}", options.consecutive);
  return printable(command);
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
  const auto origin = environment.open_origin(trial);
  torture::WorkerTarget target(trial, environment, *origin);
  return torture::torture(
      target, kinds(options.system_calls),
      {.most_calls = options.max_calls,
       .time = std::chrono::duration<double>(options.seconds),
       .only = options.fail_at,
       .repeat = options.consecutive},
      [&](std::int64_t number, std::size_t findings) { line.show(number, findings); });
}

int torture_clients(const TortureOptions& options) {
  if (options.worker.empty() && options.clients.empty()) {
    throw UsageError("torture needs a CLIENT (leakproof list shows all)");
  }
  require_machine({.per_client = TrialOptions().max_descriptors}, false);
  const TrialOptions chosen{.clients = options.clients,
                            .scenarios = options.scenarios,
                            .worker = options.worker,
                            .worker_timeout_seconds = options.worker_timeout_seconds};
  const WorkerCommand worker = worker_command(chosen);
  const std::vector<Trial> trials = select_trials(chosen, known_clients(chosen, worker));
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
      fmt::print("{}", torture::text(account, subject, replay_command(options, trial)));
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
                   {"leakproof torture closed --fail-at 7", "repeat one of the findings"}},
      .group = Group::test,
      .add = [](CLI::App& command, Invocation&) -> Action {
        const auto options = std::make_shared<TortureOptions>();
        add_torture_options(command, *options);
        return [options] { return torture_clients(*options); };
      }};
}

}  // namespace leakproof::commands
