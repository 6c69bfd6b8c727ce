// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/command.hpp"
#include "commands/run/plan_run.hpp"
#include "environment/programs.hpp"
#include "environment/worker_command.hpp"
#include "environment/worker_list.hpp"
#include "model/exit_code.hpp"
#include "model/listed_client.hpp"
#include "model/probe.hpp"
#include "model/run_info.hpp"
#include "model/scenario.hpp"
#include "options/configuration.hpp"
#include "options/run_flags.hpp"
#include "plan/selection.hpp"
#include "probes/catalogue.hpp"
#include "report/words.hpp"
#include "runtimes/catalogue.hpp"

namespace leakproof::commands {
namespace {

std::string_view what_comes(ExpectedOutcome expected_outcome) {
  switch (expected_outcome) {
    case ExpectedOutcome::whole_reply:
      return "";
    case ExpectedOutcome::error:
      return " → error";
    case ExpectedOutcome::time_out:
      return " → time-out";
    case ExpectedOutcome::either:
      return " → a reply or an error";
  }
  return "";
}

void show_client(const ListedClient& client) {
  fmt::print("  {:<20} {} ({})\n", client.name, client.about,
             report::words(client.expect, client.leaks_on));
}

// " (js_heap)": the series of a runtime.
std::string reported_by(const RuntimeEntry& runtime) {
  std::vector<std::string_view> names;
  for (const Metric& metric : runtime.metrics) names.push_back(metric.name);
  return names.empty() ? "" : fmt::format(" ({})", fmt::join(names, ", "));
}

int list_everything() {
  const std::vector<ListedClient> clients = list_clients({bundled_worker()});
  fmt::print("clients\n");
  for (const ListedClient& client : clients) {
    if (client.compared) show_client(client);
  }
  fmt::print("\nclients that run only when named\n");
  for (const ListedClient& client : clients) {
    if (!client.compared) show_client(client);
  }
  std::string group;
  for (const Scenario& scenario : scenarios()) {
    if (scenario.group != std::exchange(group, scenario.group)) {
      fmt::print("\nscenarios: {}\n", scenario.group);
    }
    fmt::print("  {:<20} {}{}{}{}\n", scenario.name, scenario.summary,
               what_comes(scenario.expected_outcome),
               needs_worker(scenario) ? "; needs a worker" : "",
               scenario.horizon ? fmt::format("; horizon {}", *scenario.horizon) : "");
  }
  fmt::print(
      "\nA group's name selects its scenarios, \"faults\" all that end in an error or a time-out, "
      "\"all\" every scenario. GROUP/SCENARIO selects one scenario: tls/tls.\n");
  fmt::print("\nresources (one probe each)\n");
  for (const ProbeEntry& probe : probes::catalogue()) {
    fmt::print("  {:<20} {}\n", probe.metric.name, probe.summary);
  }
  fmt::print("\nruntimes\n");
  for (const RuntimeEntry& runtime : runtimes::catalogue()) {
    fmt::print("  {:<20} {}{}\n", runtime.name, runtime.summary, reported_by(runtime));
  }
  return exit_clean;
}

// Prints the trials of a run with these options, and the shard of each.
int list_trials(const RunOptions& options) {
  require_consistent(options.trials);
  const auto [plan, shard] = plan_run(options, worker_command(options.trials));
  const bool is_timed = !options.timings.empty();
  for (std::size_t i = 0; i < plan.trials.size(); ++i) {
    fmt::print("{:>6}  {:<40}  {}", i + 1, report::name_of(plan.trials[i]),
               is_timed ? fmt::format("({:.2f} s)  ", plan.seconds[i]) : "");
    fmt::print("{}\n", shard.of > 1 ? fmt::format("shard {}", plan.shard_of[i]) : "");
  }
  fmt::print("\n");
  for (int index = 1; index <= shard.of; ++index) {
    std::size_t trials = 0;
    double seconds = 0;
    for (std::size_t i = 0; i < plan.trials.size(); ++i) {
      if (plan.shard_of[i] != index) continue;
      ++trials;
      seconds += plan.seconds[i];
    }
    fmt::print("shard {} of {}: {} trial{}{}{}\n", index, shard.of, trials, trials == 1 ? "" : "s",
               is_timed ? fmt::format(", {:.1f} s of trials", seconds) : "",
               index == shard.index && shard.of > 1 ? "  ← this one" : "");
  }
  return exit_clean;
}

struct ListOptions {
  bool trials = false;
  RunOptions run{};
};

int list_as_told(ListOptions& options, const CLI::App& command) {
  if (!options.trials) return list_everything();
  // The configuration file may set options that only leakproof run has.
  CLI::App run;
  add_run_options(run, options.run);
  configure(command, run, options.run.trials.program, options.run.configuration);
  return list_trials(options.run);
}

}  // namespace

CommandEntry list() {
  return {.name = "list",
          .summary = "show clients, scenarios, resources and runtimes",
          .examples = {{"leakproof list", "show what can be tested"},
                       {"leakproof list --trials --on tls --shard 1/2",
                        "show which trials that share of a run contains"}},
          .group = Group::explore,
          .add = [](CLI::App& command, Invocation&) -> Action {
            const auto options = std::make_shared<ListOptions>();
            CLI::Option* const trials =
                command.add_flag("--trials", options->trials,
                                 "show the trials of leakproof run with the same options, and "
                                 "their shards");
            add_plan_options(command, options->run);
            for (CLI::Option* const option : command.get_options()) {
              const bool is_free = option == trials || option == command.get_help_ptr();
              if (!is_free) option->needs(trials);
            }
            return [options, &command] { return list_as_told(*options, command); };
          }};
}

}  // namespace leakproof::commands
