// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "commands/command.hpp"
#include "commands/completion/scripts.hpp"
#include "model/exit_code.hpp"

namespace leakproof::commands {

CommandEntry completion() {
  return {.name = "completion",
          .summary = "print the completion script of a shell",
          .examples =
              {{"leakproof completion bash > ~/.local/share/bash-completion/completions/leakproof",
                "complete commands and options on the command line"}},
          .group = Group::set_up,
          .add = [](CLI::App& command, Invocation& invocation) -> Action {
            const auto shell = std::make_shared<std::string>();
            command.add_option("SHELL", *shell, "bash or zsh")
                ->required()
                ->check(CLI::IsMember({"bash", "zsh"}));
            return [shell, &app = invocation.app] {
              fmt::print("{}", *shell == "zsh" ? zsh_completion(app) : bash_completion(app));
              return exit_clean;
            };
          }};
}

}  // namespace leakproof::commands
