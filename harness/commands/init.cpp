// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "commands/command.hpp"
#include "model/exit_code.hpp"
#include "model/usage_error.hpp"
#include "options/configuration.hpp"

namespace leakproof::commands {
namespace {

constexpr auto template_text =
    R"(# Options of "leakproof run" in this folder. Options on the command line take precedence.
# Every long option of "leakproof run --help" can be set here, without its dashes.

# What to test: a program that makes requests to {url} in a loop …
#command = ["python3", "my_client.py", "{url}"]

# … or a worker that speaks the worker protocol, and a selection of its clients. The
# default is the bundled libcurl clients.
#worker = "build/my_worker"
#clients = ["my-client"]

# Scenarios (behaviours of the server) or groups of scenarios; "leakproof list" shows
# all.
#on = ["plain", "drop-mid-body", "faults"]

# Fetches before the first look. A cache that fills within them is not a leak.
#horizon = 2000

# The fewest fetches for a clean verdict.
#fetches = 10000

# Leaks that are known, and what an inconclusive trial does to the exit code.
#known = "known-leaks.toml"
#inconclusive = "warn"

# Growth per fetch that is tolerated.
#[tolerance]
#heap_bytes = 16
#descriptors = 0.01
)";

int write_template() {
  if (std::filesystem::exists(configuration_name)) {
    throw UsageError(fmt::format("{} already exists and was not changed", configuration_name));
  }
  std::ofstream file(configuration_name);
  file << template_text;
  file.close();
  if (!file) throw UsageError(fmt::format("cannot write {} here", configuration_name));
  fmt::print("wrote {}: uncomment the lines that you need, then run: leakproof run\n",
             configuration_name);
  return exit_clean;
}

}  // namespace

CommandEntry init() {
  return {.name = "init",
          .summary = "write a commented template of leakproof.toml",
          .examples = {{"leakproof init", "write leakproof.toml into this folder"}},
          .group = Group::set_up,
          .add = [](CLI::App&, Invocation&) -> Action { return write_template; }};
}

}  // namespace leakproof::commands
