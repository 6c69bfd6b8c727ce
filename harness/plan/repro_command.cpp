// SPDX-License-Identifier: MIT
#include "plan/repro_command.hpp"

#include <fmt/format.h>

#include "model/client_usage.hpp"
#include "model/trial.hpp"
#include "plan/selection.hpp"
#include "text/shell.hpp"

namespace leakproof {
namespace {

template <typename T>
std::string unless_default(T by_default, const char* option, T value) {
  return value == by_default ? "" : fmt::format(" {} {}", option, value);
}

std::string usage_of(const ClientUsage& client_usage) {
  std::string words = unless_default(1, "--threads", client_usage.threads);
  if (client_usage.thread_each) words += " --thread-each";
  if (client_usage.client_each) words += " --lifetime fetch";
  words += unless_default<std::int64_t>(0, "--cancel-after", client_usage.cancel_after);
  return words + unless_default<std::int64_t>(0, "--timeout", client_usage.timeout.count());
}

std::string scenario_of(const TrialOptions& options, const Trial& trial) {
  if (!options.upstream.empty()) return " --upstream " + shell_word(options.upstream);
  if (!options.replay_file.empty()) return " --replay " + shell_word(options.replay_file);
  return " --on " + shell_word(own_name(trial.scenario));
}

std::string expectation_of(const TrialOptions& options) {
  if (!options.declared) return "";
  if (!options.expect) return " --expect declared";
  return *options.expect == Expectation::leaks ? " --expect leaks" : " --expect clean";
}

}  // namespace

std::string repro_command(const TrialOptions& options, const Trial& trial) {
  const TrialOptions defaults;
  std::string command = "leakproof run";
  const bool by_name =
      options.worker.empty() || options.uses_declarations() || !options.clients.empty();
  if (options.program.empty() && by_name) command += " " + shell_word(trial.client);
  command += scenario_of(options, trial);
  if (!options.worker.empty()) command += " --worker " + shell_word(options.worker);
  if (!options.test.empty()) command += " --test " + shell_word(options.test);
  command += usage_of(options.client_usage);
  command += unless_default(defaults.fetches, "--fetches", options.fetches);
  if (options.seconds > 0) command += fmt::format(" --duration {}s", options.seconds);
  if (options.horizon) command += fmt::format(" --horizon {}", *options.horizon);
  command += unless_default(defaults.seed, "--seed", trial.plan.seed);
  command += unless_default(defaults.max_memory_mib, "--max-memory", options.max_memory_mib);
  command += unless_default(defaults.max_descriptors, "--max-descriptors", options.max_descriptors);
  command += unless_default(defaults.worker_timeout_seconds, "--worker-timeout",
                            options.worker_timeout_seconds);
  command += unless_default(defaults.concurrency, "--concurrency", options.concurrency);
  for (const auto& [metric, per_fetch] : options.tolerances) {
    command += fmt::format(" --tolerance {}={}", metric, per_fetch);
  }
  if (!options.agents) command += " --no-agent";
  command += expectation_of(options);
  if (options.attribution) command += *options.attribution ? " --attribution" : " --no-attribution";
  for (const std::string& path : options.mine) command += " --mine " + shell_word(path);
  if (options.program.empty()) return command;
  command += " --";
  for (const std::string& word : options.program) command += " " + shell_word(word);
  return command;
}

}  // namespace leakproof
