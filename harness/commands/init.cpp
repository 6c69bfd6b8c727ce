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
    R"(# What "leakproof run" does in this folder. A flag wins over what is here; every
# long option of "leakproof run --help" can stand here, without its dashes.

# What is tested: a program that makes requests to {url} in a loop …
#command = ["python3", "my_client.py", "{url}"]

# … or a worker that speaks the protocol, and which of its clients. Without either,
# the bundled libcurl clients.
#worker = "build/my_worker"
#clients = ["my-client"]

# Scenarios, which are behaviours of the server, or groups of them; "leakproof list"
# shows all.
#on = ["plain", "drop-mid-body", "faults"]

# Fetches to the first look: the largest cache that is tolerated.
#horizon = 2000

# The fewest fetches that a clean verdict rests on.
#fetches = 10000

# Growth per fetch that is tolerated.
#[tolerance]
#heap_bytes = 16
#descriptors = 0.01
)";

int write_template() {
  if (std::filesystem::exists(configuration_name)) {
    throw UsageError(fmt::format("{} exists, and is left as it is", configuration_name));
  }
  std::ofstream file(configuration_name);
  file << template_text;
  file.close();
  if (!file) throw UsageError(fmt::format("cannot write {} here", configuration_name));
  fmt::print("wrote {}: take the # off the lines that you want, then: leakproof run\n",
             configuration_name);
  return exit_clean;
}

}  // namespace

CommandEntry init() {
  return {.name = "init",
          .summary = "write a leakproof.toml that says what can be in it",
          .examples =
              "  leakproof init\n"
              "      write leakproof.toml into this folder\n",
          .group = Group::set_up,
          .add = [](CLI::App&, Invocation&) -> Action { return write_template; }};
}

}  // namespace leakproof::commands
