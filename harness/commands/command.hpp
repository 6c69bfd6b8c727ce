// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof::commands {

/// One call of the program, beside the arguments of the command that is called.
struct Invocation {
  const CLI::App& app;                 // the whole command line, for the pages made from it
  std::vector<std::string> program{};  // the words behind "--"
  bool bisects = false;                // the exit code is for git bisect run
};

/// The heading of --help under which a command stands. Headings come in this order, and
/// the commands under each by their names.
enum class Group { test, read, explore, set_up };

/// Runs a command whose arguments have been parsed, and returns the exit code. Throws
/// UsageError before anything is run, and what else is broken.
using Action = std::function<int()>;

/// A subcommand. Exported by one file of harness/commands as a function named after
/// that file.
struct CommandEntry {
  std::string_view name{};
  std::string_view summary{};
  Group group = Group::set_up;
  bool takes_program = false;  // it uses the words behind "--"; others refuse them

  /// Adds the command's options to `command`. The Action owns the values that they are
  /// parsed into. Both arguments must outlive it.
  Action (*add)(CLI::App& command, Invocation&) = nullptr;
};

}  // namespace leakproof::commands
