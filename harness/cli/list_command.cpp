// SPDX-License-Identifier: MIT
#include "cli/list_command.hpp"

#include <fmt/format.h>

#include "cli/command_line.hpp"
#include "cli/programs.hpp"
#include "cli/selection.hpp"
#include "cli/worker_list.hpp"
#include "measure/catalogue.hpp"
#include "report/words.hpp"

namespace leakproof::cli {

int list_command() {
  fmt::print("clients\n");
  for (const ListedClient& client : list_clients({bundled_worker()})) {
    fmt::print("  {:<17} {} ({})\n", client.name, client.about, report::word(client.expect));
  }
  fmt::print("\nscenarios\n");
  for (const Scenario& scenario : scenarios()) {
    fmt::print("  {:<17} {}\n", scenario.name, scenario.summary);
  }
  fmt::print("\nresources\n");
  for (const ProbeEntry& probe : probes::catalogue()) {
    fmt::print("  {:<17} {}\n", probe.metric.name, probe.summary);
  }
  fmt::print("  {:<17} {}\n", "connections", "connections open at the origin");
  return exit_clean;
}

}  // namespace leakproof::cli
