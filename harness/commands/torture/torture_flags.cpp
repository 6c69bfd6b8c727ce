// SPDX-License-Identifier: MIT
#include "commands/torture/torture_flags.hpp"

#include <CLI/CLI.hpp>

#include "options/checks.hpp"

namespace leakproof::commands {

void add_torture_options(CLI::App& torture, TortureOptions& options) {
  torture.add_option("CLIENT", options.clients, "clients of the worker to test");
  torture.option_defaults()->group("What is tested");
  torture.add_option("--on", options.scenarios, "scenarios or groups of scenarios")
      ->default_str("plain")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("SCENARIO,...");
  torture
      .add_option("--worker", options.worker,
                  "test the clients of this command, which speaks the worker protocol, instead of "
                  "the bundled clients; CLIENT is added as its last argument")
      ->type_name("COMMAND");
  torture.option_defaults()->group("What fails");
  torture.add_flag("--syscalls", options.system_calls,
                   "system calls (socket, connect, send, recv) instead of allocations");
  torture.add_option("--fail-at", options.fail_at, "only call number N of a fetch")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000'000));
  torture
      .add_option("--consecutive", options.consecutive,
                  "N calls in a row, so that a retry fails too")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000'000))
      ->capture_default_str();
  torture.option_defaults()->group("Limits");
  torture.add_option("--max-calls", options.max_calls, "stop after N calls were made to fail")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000'000))
      ->capture_default_str();
  torture
      .add_option("--max-time", options.seconds, "stop each scenario after this time, in seconds")
      ->type_name("SECONDS")
      ->check(number(0.001, 1e6))
      ->capture_default_str();
  torture
      .add_option("--worker-timeout", options.worker_timeout_seconds,
                  "a fetch that takes longer counts as a hang, in seconds")
      ->type_name("SECONDS")
      ->check(number(0.001, 86'400))
      ->capture_default_str();
}

}  // namespace leakproof::commands
