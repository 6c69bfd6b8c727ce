// SPDX-License-Identifier: MIT
#include "commands/catalogue.hpp"

#include <gmock/gmock.h>

#include <set>

#include "whole_command_line.hpp"

namespace leakproof::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Commands, HaveNamesOfTheirOwnAndASummary) {
  std::set<std::string_view> names;
  for (const CommandEntry& entry : catalogue()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_FALSE(entry.summary.empty()) << entry.name;
    EXPECT_NE(entry.add, nullptr) << entry.name;
  }
  EXPECT_TRUE(names.contains("run"));
}

TEST(Commands, HaveExamplesThatCallThem) {
  for (const CommandEntry& entry : catalogue()) {
    for (const auto& [call, meaning] : entry.examples) {
      EXPECT_THAT(call, StartsWith("leakproof " + std::string(entry.name))) << entry.name;
      EXPECT_FALSE(meaning.empty()) << call;
    }
  }
}

// Escapes dashes as the manual page does.
std::string with_escaped_dashes(const std::string& text) {
  std::string result;
  for (const char c : text) result += c == '-' ? std::string("\\-") : std::string(1, c);
  return result;
}

TEST(Commands, AreInTheManualPageWithTheirOptions) {
  WholeCommandLine line;
  const std::string page = line.printed_by("man");
  for (const CLI::App* command : line.app.get_subcommands({})) {
    EXPECT_THAT(page, HasSubstr("\\fB" + with_escaped_dashes(command->get_name()) + "\\fR\n" +
                                with_escaped_dashes(command->get_description())));
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        EXPECT_THAT(page, HasSubstr(with_escaped_dashes("--" + name)));
      }
    }
  }
}

class Completion : public ::testing::TestWithParam<const char*> {};

TEST_P(Completion, KnowsEachCommandAndItsOptions) {
  WholeCommandLine line;
  const std::string script = line.printed_by(std::string("completion ") + GetParam());
  for (const CLI::App* command : line.app.get_subcommands({})) {
    EXPECT_THAT(script, HasSubstr("\n    " + command->get_name() + ") "));
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        EXPECT_THAT(script, HasSubstr("--" + name));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Completion, ::testing::Values("bash", "zsh"),
                         [](const auto& shell) { return std::string(shell.param); });

}  // namespace
}  // namespace leakproof::commands
