// SPDX-License-Identifier: MIT
// The arguments that each command rejects, and its messages.
#include <gmock/gmock.h>

#include "whole_command_line.hpp"

namespace leakproof::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(OptionsOfCommands, AreRefusedByACommandThatDoesNotHaveThem) {
  for (const CommandEntry& entry : catalogue()) {
    WholeCommandLine line;
    EXPECT_THAT([&] { line.app.parse(std::string(entry.name) + " --no-such-option"); },
                ThrowsMessage<CLI::ParseError>(
                    ::testing::AnyOf(HasSubstr("--no-such-option"), HasSubstr("is required"))))
        << entry.name;
  }
}

TEST(OptionsOfCommands, ExplainThemselves) {
  for (const CommandEntry& entry : catalogue()) {
    WholeCommandLine line;
    for (const CLI::Option* option :
         line.app.get_subcommand(std::string(entry.name))->get_options()) {
      EXPECT_FALSE(option->get_description().empty()) << entry.name << " " << option->get_name();
    }
  }
}

struct Refused {
  const char* arguments;
  const char* told;
};

void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.arguments; }

class Options : public ::testing::TestWithParam<Refused> {};

TEST_P(Options, AreRefusedWhere) {
  WholeCommandLine line;
  EXPECT_THAT([&] { line.app.parse(GetParam().arguments); },
              ThrowsMessage<CLI::ParseError>(HasSubstr(GetParam().told)));
}

INSTANTIATE_TEST_SUITE_P(
    Of, Options,
    ::testing::Values(
        Refused{"", "subcommand"}, Refused{"compare", "BASE.json is required"},
        Refused{"compare a.json", "NEW.json is required"},
        Refused{"compare a.json b.json c.json", "c.json"}, Refused{"completion", "SHELL"},
        Refused{"completion fish", "fish not in {bash,zsh}"},
        Refused{"controls --seed -1", "must be a whole number from 0 to 2^64 - 1, got \"-1\""},
        Refused{"explain", "RESULTS.json is required"}, Refused{"init here", "here"},
        Refused{"list --on plain", "--on requires --trials"},
        Refused{"list --horizon", "--horizon"}, Refused{"man page", "page"},
        Refused{"merge", "FILE is required"},
        Refused{"merge a.json --json -", "--json: must be a file, got \"-\""},
        Refused{"run --threads 4 --thread-each", "excludes"},
        Refused{"run --lifetime week", "--lifetime"}, Refused{"run --horizon 59", "--horizon"},
        Refused{"run --duration 5x", "--duration"},
        Refused{"run --duration s", "as in 90s, 20m, 8h or 2d"},
        Refused{"run --duration 1.5m", "--duration: must be a whole number"},
        Refused{"run --duration 367d", "up to 366d"},
        Refused{"run --duration 99999999999999999999s", "--duration"},
        Refused{"run --duration -5s", "--duration"}, Refused{"run --duration 0", "--duration"},
        Refused{"run --worker-timeout nan", "--worker-timeout"}, Refused{"run --jobs 0", "--jobs"},
        Refused{"run --json", "--json"}, Refused{"torture --fail-at 0", "--fail-at"},
        Refused{"torture --max-time 0", "--max-time"}, Refused{"torture --json x", "--json"}),
    [](const auto& one) { return std::to_string(one.index); });

}  // namespace
}  // namespace leakproof::commands
