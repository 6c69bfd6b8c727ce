// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "commands/completion/scripts.hpp"
#include "commands/completion/words.hpp"

namespace leakproof::commands {

std::string bash_completion(const CLI::App& app) {
  std::string options;
  for (const CLI::App* command : app.get_subcommands({})) {
    Words words = options_of(*command);
    if (command->get_name() == "completion") words.insert(words.end(), {"bash", "zsh"});
    options += fmt::format("    {}) words='{}' ;;\n", command->get_name(), fmt::join(words, " "));
  }
  return fmt::format(R"(# bash completion of leakproof; made by: leakproof completion bash
_leakproof() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=
  case ${{COMP_WORDS[1]}} in
{}  esac
  [[ $COMP_CWORD -gt 1 ]] || words='{} --help --version'
  if [[ $previous == --on || ${{COMP_WORDS[1]}} == serve ]]; then
    words='{}'
    # Complete the last item of a list separated by commas.
    local before=
    [[ $current == *,* ]] && before=${{current%,*}},
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "${{current##*,}}")
    return
  fi
  case $previous in
    {}) return ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -o default -F _leakproof leakproof
)",
                     options, fmt::join(commands_of(app), " "), fmt::join(scenario_words(), " "),
                     fmt::join(options_with_a_value(app), "|"));
}

}  // namespace leakproof::commands
