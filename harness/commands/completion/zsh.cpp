// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "commands/completion/scripts.hpp"
#include "commands/completion/words.hpp"

namespace leakproof::commands {
namespace {

// Escapes text for use within brackets and single quotes.
std::string zsh_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') result += '\\';
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return result;
}

std::string zsh_option(const CLI::Option& option, const std::string& name) {
  const bool takes_value = option.get_expected_min() > 0;
  const std::string action = name == "on"                                 ? "_leakproof_scenarios"
                             : option.get_type_name().starts_with("FILE") ? "_files"
                                                                          : " ";
  return fmt::format("      '--{}[{}]{}'\n", name, zsh_text(option.get_description()),
                     takes_value ? ":value:" + action : "");
}

}  // namespace

std::string zsh_completion(const CLI::App& app) {
  std::string commands;
  std::string options;
  for (const CLI::App* command : app.get_subcommands({})) {
    commands +=
        fmt::format("    '{}:{}'\n", command->get_name(), zsh_text(command->get_description()));
    options += fmt::format("    {}) options=(\n", command->get_name());
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) options += zsh_option(*option, name);
    }
    options += "    ) ;;\n";
  }
  return fmt::format(R"(#compdef leakproof
# zsh completion of leakproof; made by: leakproof completion zsh
_leakproof_scenarios() {{
  _values -s , scenario {}
}}
_leakproof() {{
  local -a commands options
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=${{words[2]}}
  case $command in
{}  esac
  shift words
  (( CURRENT-- ))
  if [[ $command == serve ]]; then
    _arguments $options '*:scenario:_leakproof_scenarios'
  else
    _arguments $options '*:argument:_default'
  fi
}}
_leakproof "$@"
)",
                     fmt::join(scenario_words(), " "), commands, options);
}

}  // namespace leakproof::commands
