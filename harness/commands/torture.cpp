// SPDX-License-Identifier: MIT
#include "commands/torture.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "environment/local_environment.hpp"
#include "environment/programs.hpp"
#include "environment/worker_list.hpp"
#include "model/exit_code.hpp"
#include "model/listed_client.hpp"
#include "model/trial.hpp"
#include "model/usage_error.hpp"
#include "plan/selection.hpp"
#include "posix/interrupt.hpp"
#include "text/text.hpp"
#include "torture/account.hpp"
#include "torture/torture.hpp"

namespace leakproof {
namespace {

using torture::Account;

std::string name_of(const Trial& trial) {
  return fmt::format("{} × {}", printable(trial.client), trial.scenario.name);
}

std::string replay_command(const TortureOptions& options, const Trial& trial) {
  std::string command = "leakproof torture";
  if (options.run.worker.empty() || !options.run.clients.empty()) {
    command += " " + shell_word(trial.client);
  }
  command += " --on " + shell_word(own_name(trial.scenario));
  if (!options.run.worker.empty()) command += " --worker " + shell_word(options.run.worker);
  if (options.system_calls) command += " --syscalls";
  if (options.in_a_row > 1) command += fmt::format(" --in-a-row {}", options.in_a_row);
  return printable(command);
}

Subjects victims_of(const RunOptions& options) {
  Subjects subjects{.words = {bundled_worker()}, .answer_timeout = answer_timeout(options)};
  if (options.worker.empty()) {
    if (options.clients.empty()) {
      throw UsageError("which client is to be tortured? (leakproof list shows all)");
    }
    return subjects;
  }
  try {
    subjects.words = split_command(options.worker);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("--worker: {}", error.what()));
  }
  if (found_on_path(subjects.words.front()).empty()) {
    throw UsageError(fmt::format("--worker: \"{}\" is not a program that can be started",
                                 printable(subjects.words.front())));
  }
  if (options.clients.empty()) subjects.are = Subjects::worker;
  return subjects;
}

std::vector<ListedClient> clients_of(const RunOptions& options, const Subjects& subjects) {
  if (options.worker.empty()) return list_clients(subjects.words);
  if (options.clients.empty()) return {{.name = printable(options.worker)}};
  std::vector<ListedClient> clients;
  for (const std::string& name : options.clients) clients.push_back({.name = name});
  return clients;
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

Account torture_one(const Trial& trial, LocalEnvironment& bench, const TortureOptions& options) {
  const ProgressLine line(name_of(trial));
  const auto origin = bench.open_origin(trial);
  torture::WorkerTarget victim(trial, bench, *origin);
  return torture::torture(
      victim, kinds(options.system_calls),
      {.most_calls = options.max_calls,
       .time = std::chrono::duration<double>(options.seconds),
       .only = options.fail_at,
       .repeat = options.in_a_row},
      [&](std::int64_t number, std::size_t findings) { line.show(number, findings); });
}

}  // namespace

int torture_command(const TortureOptions& options) {
  TortureOptions chosen = options;
  if (chosen.run.scenarios.empty()) chosen.run.scenarios = {"plain"};
  const Subjects subjects = victims_of(chosen.run);
  const std::vector<Trial> trials = select_trials(chosen.run, clients_of(chosen.run, subjects));
  // A worker whose marks of a fetch are dear makes them only then.
  ::setenv("LEAKPROOF_TORTURE", "1", 1);
  const Interrupt interrupt;
  LocalEnvironment bench(subjects, interrupt);
  bool has_findings = false;
  bool is_complete = true;
  for (const Trial& trial : trials) {
    const std::string subject = name_of(trial);
    try {
      const Account account = torture_one(trial, bench, chosen);
      fmt::print("{}", torture::text(account, subject, replay_command(chosen, trial)));
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

}  // namespace leakproof
