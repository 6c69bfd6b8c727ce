// SPDX-License-Identifier: MIT
#include "cli/help.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>

#include "options/option_text.hpp"
#include "text/wrapped.hpp"

namespace leakproof::cli {
namespace {

constexpr std::size_t columns = 80;
constexpr std::size_t indent = 26;  // of explanations

std::string entry(const std::string& name, const std::string& explanation) {
  std::string line = "  " + name;
  if (line.size() + 2 > indent) line += '\n';
  const std::size_t begun = line.back() == '\n' ? 0 : line.size();
  line.append(indent - begun, ' ');
  return line + wrapped(explanation, indent, columns) + '\n';
}

class HelpFormatter final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    std::string help = wrapped(app->get_description(), 0, columns) + "\n\n" +
                       make_usage(app, std::move(name)) + "\n" + app->get_footer() + "\n" +
                       make_positionals(app) + make_groups(app, mode) + make_subcommands(app, mode);
    while (help.find("\n\n\n") != help.npos) help.erase(help.find("\n\n\n"), 1);
    return help;
  }

  std::string make_option(const CLI::Option* option, bool) const override {
    return entry(usage_of(*option), explanation_of(*option));
  }

  std::string make_subcommand(const CLI::App* command) const override {
    return entry(command->get_name(), command->get_description());
  }
};

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter() {
  const auto formatter = std::make_shared<HelpFormatter>();
  formatter->label("Positionals", "Arguments");
  formatter->label("OPTIONS", "OPTION...");
  formatter->label("SUBCOMMAND", "COMMAND");
  return formatter;
}

}  // namespace leakproof::cli
