// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::commands {

/// What the command line holds in addition to the arguments of one command.
struct Invocation {
  const CLI::App& app;                 // the whole command line, for the pages made from it
  std::vector<std::string> program{};  // the words behind "--"
  bool bisects = false;                // the exit code is for git bisect run
};

/// The heading of --help under which a command stands. Headings come in this order, and
/// the commands under each by their names.
enum class Group { test, read, explore, set_up };

/// Runs a command whose arguments have been parsed, and returns the exit code
/// (model/exit_code.hpp). Throws UsageError where the arguments are wrong, before it has
/// run anything; any other exception is exit code 3.
using Action = std::function<int()>;

/// A subcommand. Exported by one file of harness/commands as a function named after
/// that file.
struct CommandEntry {
  std::string_view name{};
  std::string_view summary{};
  std::string_view examples{};  // calls, each with a line that says what it does: see --help
  Group group = Group::set_up;
  bool takes_program = false;  // it uses the words behind "--"; others refuse them

  /// Adds the command's options to `command` and returns what runs the command. The
  /// Action owns the values that the options are parsed into. `command` and the
  /// Invocation must outlive the Action.
  Action (*add)(CLI::App& command, Invocation&) = nullptr;
};

}  // namespace leakproof::commands
