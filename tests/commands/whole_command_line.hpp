// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "commands/catalogue.hpp"
#include "options/checks.hpp"

namespace leakproof::commands {

/// A command line with all commands of the catalogue.
struct WholeCommandLine {
  WholeCommandLine() {
    app.require_subcommand(1);
    for (const CommandEntry& entry : catalogue()) {
      const std::string name(entry.name);
      CLI::App& command = *app.add_subcommand(name, std::string(entry.summary));
      actions[name] = entry.add(command, invocation);
      refuse_empty_values(command);
    }
  }

  /// Runs a command and returns its standard output.
  std::string printed_by(const std::string& arguments) {
    app.parse(arguments);
    testing::internal::CaptureStdout();
    actions.at(app.get_subcommands().front()->get_name())();
    return testing::internal::GetCapturedStdout();
  }

  CLI::App app{"A command line.", "leakproof"};
  Invocation invocation{.app = app};
  std::map<std::string, Action> actions{};
};

}  // namespace leakproof::commands
