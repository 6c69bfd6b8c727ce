// SPDX-License-Identifier: MIT
#include "plan/repro_command.hpp"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>

#include "model/trial.hpp"
#include "options/run_flags.hpp"
#include "plan/selection.hpp"
#include "text/shell.hpp"

namespace leakproof {
namespace {

// The last trial of a run with these options and the client "scoped".
Trial trial_of(const TrialOptions& options) {
  return select_trials(options, {{.name = "scoped"}}).back();
}

std::string repro_of(const TrialOptions& options) { return trial_of(options).repro_command; }

// Parses the command as a shell and leakproof do.
TrialOptions read_back(const std::string& command) {
  std::vector<std::string> words = split_command(command);
  const auto mark = std::ranges::find(words, "--");
  RunOptions options;
  if (mark != words.end()) options.trials.program.assign(mark + 1, words.end());
  words.erase(mark, words.end());
  words.erase(words.begin(), words.begin() + 2);  // leakproof run
  CLI::App app;
  add_run_options(app, options);
  std::ranges::reverse(words);  // CLI11 parses a vector from its end
  app.parse(words);
  return options.trials;
}

struct Case {
  const char* name = "";
  TrialOptions options{};
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class ReproCommand : public ::testing::TestWithParam<Case> {};

TEST_P(ReproCommand, SaysEverythingThatChangesTheTrial) {
  TrialOptions expected = GetParam().options;
  const bool names_client = expected.program.empty() && expected.worker.empty();
  if (names_client) expected.clients = {"scoped"};
  const std::string command = repro_of(GetParam().options);
  EXPECT_EQ(read_back(command), expected) << command;
}

INSTANTIATE_TEST_SUITE_P(
    Of, ReproCommand,
    ::testing::Values(
        Case{"a_scenario", {.scenarios = {"plain"}}},
        Case{"a_scenario_with_the_name_of_a_group", {.scenarios = {"tls/tls"}}},
        Case{"a_client_of_a_worker",
             {.clients = {"scoped"}, .scenarios = {"plain"}, .worker = "sh 'my worker'"}},
        Case{"a_worker_of_one_client", {.scenarios = {"plain"}, .worker = "mine"}},
        Case{"a_program",
             {.scenarios = {"plain"}, .program = {"my client", "{url}", "--on", "it's"}}},
        Case{"a_test",
             {.scenarios = {"plain"},
              .program = {"pytest", "a.py::b[x y]"},
              .test = "a.py::b[x y]"}},
        Case{"concurrency", {.scenarios = {"plain"}, .program = {"curl"}, .concurrency = 8}},
        Case{"no_agent", {.scenarios = {"plain"}, .program = {"curl"}, .agents = false}},
        Case{"upstream", {.upstream = "http://127.0.0.1:80/a?b=c&d"}},
        Case{"reply", {.replay_file = "some replies.txt"}},
        Case{"threads", {.scenarios = {"plain"}, .client_usage = {.threads = 3}}},
        Case{"thread_each", {.scenarios = {"plain"}, .client_usage = {.thread_each = true}}},
        Case{"lifetime", {.scenarios = {"plain"}, .client_usage = {.client_each = true}}},
        Case{"cancel", {.scenarios = {"plain"}, .client_usage = {.cancel_after = 7}}},
        Case{"timeout",
             {.scenarios = {"plain"}, .client_usage = {.timeout = std::chrono::milliseconds(9)}}},
        Case{"tolerance",
             {.scenarios = {"plain"}, .tolerances = {{"heap_bytes", 16}, {"threads", 0.5}}}},
        Case{"fetches", {.scenarios = {"plain"}, .fetches = 9000}},
        Case{"for_seconds", {.scenarios = {"plain"}, .seconds = 90}},
        Case{"horizon", {.scenarios = {"plain"}, .horizon = 500}},
        Case{"seed", {.scenarios = {"plain"}, .seed = 7}},
        Case{"max_memory", {.scenarios = {"plain"}, .max_memory_mib = 64}},
        Case{"max_descriptors", {.scenarios = {"plain"}, .max_descriptors = 64}},
        Case{"worker_timeout", {.scenarios = {"plain"}, .worker_timeout_seconds = 0.5}},
        Case{"expect_declared", {.scenarios = {"plain"}, .declared = true}},
        Case{"expect_clean",
             {.scenarios = {"plain"}, .declared = true, .expect = Expectation::clean}},
        Case{"expect_leaks",
             {.scenarios = {"plain"},
              .worker = "mine",
              .declared = true,
              .expect = Expectation::leaks}},
        Case{"owners", {.scenarios = {"plain"}, .attribution = true}},
        Case{"mine", {.scenarios = {"plain"}, .mine = {"a b", "c"}}},
        Case{"no_owners", {.scenarios = {"plain"}, .attribution = false}}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(ReproCommands, SayNothingOfOtherTrials) {
  EXPECT_EQ(repro_of({.clients = {"scoped"}, .scenarios = {"plain"}}),
            "leakproof run scoped --on plain");
  EXPECT_EQ(repro_of({.scenarios = {"basic"}, .repeat = 2}).find("--repeat"), std::string::npos);
}

TEST(ReproCommands, NameTheSeedOfTheirOwnRound) {
  EXPECT_EQ(repro_of({.scenarios = {"plain"}, .seed = 5, .repeat = 3}),
            "leakproof run scoped --on plain --seed 7");
}

TEST(ReproCommands, NameAClientOfAWorkerThatIsAskedWhatItDeclares) {
  EXPECT_EQ(repro_of({.scenarios = {"plain"}, .worker = "mine", .declared = true}),
            "leakproof run scoped --on plain --worker mine --expect declared");
}

}  // namespace
}  // namespace leakproof
