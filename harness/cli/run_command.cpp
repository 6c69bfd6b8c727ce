// SPDX-License-Identifier: MIT
#include "cli/run_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "base/interrupt.hpp"
#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "cli/controls.hpp"
#include "cli/local_bench.hpp"
#include "cli/programs.hpp"
#include "cli/reporters.hpp"
#include "cli/selection.hpp"
#include "measure/catalogue.hpp"
#include "report/catalogue.hpp"
#include "report/console.hpp"

namespace leakproof::cli {
namespace {

WorkerCommand worker_command(const RunOptions& options) {
  if (options.worker.empty()) return {.words = {bundled_worker()}};
  WorkerCommand command{.takes_client = options.declared || !options.clients.empty()};
  try {
    command.words = split_command(options.worker);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("--worker: {}", error.what()));
  }
  if (found_on_path(command.words.front()).empty()) {
    throw UsageError(fmt::format("--worker: \"{}\" is not a program that can be started",
                                 printable(command.words.front())));
  }
  return command;
}

// A worker of the user's holds whatever they say it holds, unless it is asked
// what it declares; without a name, it goes by its program's.
std::vector<ListedClient> known_clients(const RunOptions& options, const WorkerCommand& command) {
  if (options.worker.empty()) return list_clients(command.words);
  if (options.declared) {
    try {
      return list_clients(command.words);
    } catch (const std::runtime_error& error) {
      throw UsageError(
          fmt::format("--expect declared: the worker does not say what its clients "
                      "declare. {}",
                      error.what()));
    }
  }
  std::vector<ListedClient> clients;
  for (const std::string& name : options.clients) clients.push_back({.name = name});
  if (clients.empty()) {
    const std::string& program = command.words.back();
    clients.push_back({.name = printable(program.substr(program.rfind('/') + 1))});
  }
  return clients;
}

report::ConsoleStyle console_style(bool quiet) {
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  const char* const plain = std::getenv("NO_COLOR");
  return {
      .colour = terminal && (plain == nullptr || *plain == '\0'), .live = terminal, .quiet = quiet};
}

void open_reports(Reporters& reporters, const RunOptions& options, const RunInfo& info) {
  for (const ReporterEntry& format : report::catalogue()) {
    const auto wanted = options.reports.find(std::string(format.name));
    if (wanted == options.reports.end()) continue;
    try {
      reporters.add(format.open(wanted->second, info));
    } catch (const std::runtime_error& error) {
      throw UsageError(fmt::format("--{}: {}", format.name, error.what()));
    }
  }
  reporters.add(std::make_unique<report::Console>(stdout, console_style(options.quiet), info));
}

}  // namespace

int run_command(const RunOptions& options) {
  const WorkerCommand command = worker_command(options);
  const std::vector<Trial> trials = select_trials(options, known_clients(options, command));
  const int jobs = options.jobs > 0
                       ? options.jobs
                       : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const RunInfo info{.version = LEAKPROOF_VERSION,
                     .seed = options.seed,
                     .jobs = jobs,
                     .declared = options.declared,
                     .trials = trials.size()};
  Reporters reporters(info);
  open_reports(reporters, options, info);

  const Interrupt interrupt;
  const std::chrono::duration<double> timeout(options.worker_timeout_seconds);
  LocalBench bench(command, std::chrono::duration_cast<std::chrono::milliseconds>(timeout),
                   interrupt);
  try {
    if (options.controls) reporters.controls(run_controls(options, jobs, interrupt));
    run_all(trials, jobs, bench, probes::catalogue(), reporters);
  } catch (const Interrupted&) {
    // Whatever ended before is reported.
  }
  reporters.finish();
  return reporters.exit_code();
}

}  // namespace leakproof::cli
