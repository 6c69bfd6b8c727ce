// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>

#include "commands/command.hpp"
#include "model/exit_code.hpp"
#include "options/option_text.hpp"

namespace leakproof::commands {
namespace {

// Escapes text for troff: backslashes, and control characters at the start of a line. Turns
// dashes into minus signs, so that options can be copied.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool begins_line = result.empty() || result.back() == '\n';
    if (begins_line && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') result += "\\e";
    if (c == '-') result += '\\';
    if (c != '\\') result += c;
  }
  return result;
}

std::string option_text(const CLI::Option& option) {
  return ".TP\n\\fB" + escaped(usage_of(option)) + "\\fR\n" + escaped(explanation_of(option)) +
         "\n";
}

std::string verbatim(const std::string& title, const std::string& text) {
  return text.empty() ? "" : ".SH " + title + "\n.nf\n" + escaped(text) + "\n.fi\n";
}

std::string manual_page(const CLI::App& app) {
  std::string page = fmt::format(
      ".TH LEAKPROOF 1 \"\" \"leakproof {}\" \"User Commands\"\n.SH NAME\nleakproof \\- {}\n"
      ".SH SYNOPSIS\n\\fBleakproof\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]...\n.SH COMMANDS\n",
      LEAKPROOF_VERSION, escaped(app.get_description()));
  for (const CLI::App* command : app.get_subcommands({})) {
    page += fmt::format(".TP\n\\fB{}\\fR\n{}\n", escaped(command->get_name()),
                        escaped(command->get_description()));
  }
  for (const CLI::App* command : app.get_subcommands({})) {
    page += fmt::format(".SH \"leakproof {}\"\n.nf\n{}\n.fi\n", command->get_name(),
                        escaped(command->get_footer()));
    for (const CLI::Option* option : command->get_options()) page += option_text(*option);
  }
  return page + verbatim("\"EXAMPLES AND EXIT CODES\"", app.get_footer());
}

}  // namespace

CommandEntry man() {
  return {.name = "man",
          .summary = "print the manual page, for man -l -",
          .examples = {{"leakproof man | man -l -", "read the manual page"}},
          .group = Group::set_up,
          .add = [](CLI::App&, Invocation& invocation) -> Action {
            return [&app = invocation.app] {
              fmt::print("{}", manual_page(app));
              return exit_clean;
            };
          }};
}

}  // namespace leakproof::commands
