// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/pages.hpp"
#include "model/scenario.hpp"
#include "plan/selection.hpp"

namespace leakproof::cli {
namespace {

using Words = std::vector<std::string>;

Words options_of(const CLI::App& command) {
  Words words;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  return words;
}

// What follows one of these is its value.
Words options_with_a_value(const CLI::App& app) {
  Words words;
  for (const CLI::App* command : app.get_subcommands({})) {
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_expected_min() == 0) continue;
      for (const std::string& name : option->get_lnames()) {
        const std::string word = "--" + name;
        if (std::ranges::find(words, word) == words.end()) words.push_back(word);
      }
    }
  }
  return words;
}

Words commands_of(const CLI::App& app) {
  Words words;
  for (const CLI::App* command : app.get_subcommands({})) words.push_back(command->get_name());
  return words;
}

Words scenario_words() {
  Words words{"all", "faults"};
  const auto add_once = [&](const std::string& word) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  };
  for (const Scenario& scenario : scenarios()) {
    add_once(scenario.group);
    add_once(scenario.name);
  }
  return words;
}

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
    # Several, separated by commas: the last is completed.
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

// In brackets and single quotes.
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

}  // namespace

std::string completion(const CLI::App& app, const std::string& shell) {
  return shell == "zsh" ? zsh_completion(app) : bash_completion(app);
}

}  // namespace leakproof::cli
