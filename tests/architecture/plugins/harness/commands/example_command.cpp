// SPDX-License-Identifier: MIT
// A subcommand: its options, and what it does with them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "commands/command.hpp"
#include "model/exit_code.hpp"

namespace leakproof::commands {

CommandEntry example_command() {
  return {.name = "example-command",
          .summary = "an example of a subcommand: print a text",
          .examples = {{"leakproof example-command --text hello", "print hello"}},
          .group = Group::explore,
          .add = [](CLI::App& command, Invocation&) -> Action {
            const auto text = std::make_shared<std::string>();
            command.add_option("--text", *text, "what to print")->required();
            return [text] {
              fmt::print("{}\n", *text);
              return exit_clean;
            };
          }};
}

}  // namespace leakproof::commands
