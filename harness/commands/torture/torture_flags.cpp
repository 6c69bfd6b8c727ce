// SPDX-License-Identifier: MIT
#include "commands/torture/torture_flags.hpp"

#include <CLI/CLI.hpp>

namespace leakproof::commands {

void add_torture_options(CLI::App& torture, TortureOptions& options) {
  torture.add_option("CLIENT", options.clients, "the client to torture");
  torture.add_option("--on", options.scenarios, "scenarios, separated by commas")
      ->delimiter(',')
      ->type_name("SCENARIO,...")
      ->default_str("plain");
  torture
      .add_option("--worker", options.worker,
                  "a command that speaks the worker protocol, in place of the bundled worker; "
                  "CLIENT, if given, becomes its last argument")
      ->type_name("COMMAND");
  torture.add_flag("--syscalls", options.system_calls,
                   "fail system calls in place of allocations: socket, connect, send, recv");
  torture.add_option("--fail-at", options.fail_at, "fail call number N alone")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000));
  torture.add_option("--consecutive", options.consecutive, "fail N calls in a row, from each on")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  torture.add_option("--max-calls", options.max_calls, "stop after N calls")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  torture.add_option("--max-time", options.seconds, "stop after this time, for each scenario")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 1e6))
      ->capture_default_str();
  torture
      .add_option("--worker-timeout", options.worker_timeout_seconds,
                  "a fetch that takes longer counts as a hang")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86'400.0))
      ->capture_default_str();
}

}  // namespace leakproof::commands
