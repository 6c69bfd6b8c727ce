// SPDX-License-Identifier: MIT
#include "commands/completion/words.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "model/scenario.hpp"
#include "plan/selection.hpp"

namespace leakproof::commands {

Words options_of(const CLI::App& command) {
  Words words;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  return words;
}

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

}  // namespace leakproof::commands
