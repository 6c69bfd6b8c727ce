// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::commands {

/// The parts of a command line that do not belong to one command.
struct Invocation {
  const CLI::App& app;                 // the whole command line, for generated pages
  std::vector<std::string> program{};  // the words after "--"
  bool bisects = false;                // use the exit codes of git bisect run
};

/// The heading in --help under which a command is listed. Headings appear in this order, and
/// commands under a heading are sorted by name.
enum class Group { test, read, explore, set_up };

/// Runs a command whose arguments have been parsed, and returns the exit code
/// (model/exit_code.hpp). Throws UsageError before it runs anything if the arguments are
/// invalid. Any other exception results in exit code 3.
using Action = std::function<int()>;

/// A call, such as "leakproof list", and what it does, such as "show what can be tested".
struct Example {
  std::string_view call{};
  std::string_view meaning{};
};

/// A subcommand. Each file in harness/commands exports one as a function named after the
/// file.
struct CommandEntry {
  std::string_view name{};
  std::string_view summary{};
  std::vector<Example> examples{};
  Group group = Group::set_up;
  bool takes_program = false;  // it uses the words after "--"; other commands reject them

  /// Adds the command's options to `command` and returns the Action that runs it. The Action
  /// owns the values of the options. `command` and the Invocation must outlive the Action.
  Action (*add)(CLI::App& command, Invocation&) = nullptr;
};

}  // namespace leakproof::commands
