// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "model/exit_code.hpp"

namespace leakproof::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Ended {
  int exit_code = 0;
  std::string output{};
  std::string errors{};
};

Ended leakproof(std::vector<std::string> words) {
  words.insert(words.begin(), "leakproof");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Ended ended{.exit_code = main(static_cast<int>(words.size()), argv.data())};
  ended.output = testing::internal::GetCapturedStdout();
  ended.errors = testing::internal::GetCapturedStderr();
  return ended;
}

TEST(CommandLine, ShowsWhatANewcomerNeedsFirst) {
  const std::string help = leakproof({"--help"}).output;
  EXPECT_EQ(leakproof({"--help"}).exit_code, exit_clean);
  std::size_t last = 0;
  for (const char* words : {"Test clients", "  run ", "  torture ", "Read results", "  compare ",
                            "Explore", "  list ", "Set up", "  init "}) {
    const std::size_t at = help.find(words);
    ASSERT_NE(at, help.npos) << words;
    EXPECT_GT(at, last) << words;
    last = at;
  }
}

TEST(CommandLine, SuggestsTheCommandThatWasMeant) {
  const Ended ended = leakproof({"mrege"});
  EXPECT_EQ(ended.exit_code, exit_usage);
  EXPECT_THAT(ended.errors, HasSubstr("\"mrege\" is not a command. Did you mean \"merge\"?"));
}

TEST(CommandLine, RefusesAProgramForOtherCommands) {
  const Ended ended = leakproof({"list", "--", "curl", "{url}"});
  EXPECT_EQ(ended.exit_code, exit_usage);
  EXPECT_THAT(ended.errors, HasSubstr("only leakproof run and leakproof torture take a program"));
}

TEST(CommandLine, LeavesTheOptionsOfAProgramToIt) {
  const Ended ended = leakproof({"run", "--", "/no/such/program", "--no-such-option", "--bisect"});
  EXPECT_EQ(ended.exit_code, exit_usage);
  EXPECT_THAT(ended.errors, HasSubstr("program \"/no/such/program\" is not a program"));
}

struct Mistake {
  std::vector<std::string> words{};
  int bisecting = exit_stop_bisecting;
  const char* told = "";
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.told; }

class Mistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreOfTheCommandLineOrOfTheCommit) {
  std::vector<std::string> words = GetParam().words;
  const Ended ended = leakproof(words);
  EXPECT_EQ(ended.exit_code, exit_usage);
  EXPECT_THAT(ended.errors, AllOf(HasSubstr("leakproof: "), HasSubstr(GetParam().told)));
  words.insert(words.begin() + 1, "--bisect");
  EXPECT_EQ(leakproof(words).exit_code, GetParam().bisecting);
}

INSTANTIATE_TEST_SUITE_P(
    Of, Mistakes,
    ::testing::Values(
        Mistake{.words = {"run", "--no-such-option"}, .told = "--no-such-option"},
        Mistake{.words = {"run", "--horizon", "5"}, .told = "--horizon"},
        Mistake{.words = {"run", "--tolerance", "heap_bite=2"}, .told = "heap_bite"},
        Mistake{.words = {"run", "--tolerance", "nosuch=2"}, .told = "nothing measures \"nosuch\""},
        Mistake{.words = {"run", "--replay", ""}, .told = "--replay: must not be empty"},
        Mistake{.words = {"run", "--replay", "/dev/zero"}, .told = "it is larger than 64 MiB"},
        Mistake{.words = {"run", "--"}, .told = "no program behind --"},
        Mistake{.words = {"run", "--config", "/no/such.toml"}, .told = "/no/such.toml"},
        Mistake{.words = {"run", "--worker", "sh", "x", "--on", "plian"}, .told = "\"plian\""},
        Mistake{.words = {"run", "--worker", "a | b"}, .told = "need quotes"},
        Mistake{.words = {"run", "--shard", "5/4"}, .told = "--shard"},
        Mistake{.words = {"run", "--concurrency", "4"}, .told = "--concurrency"},
        Mistake{.words = {"run", "--replay", "/no/such/file"}, .told = "/no/such/file"},
        // The worker was not built at this commit, so git skips the commit.
        Mistake{.words = {"run", "--worker", "/no/such/worker"},
                .bisecting = exit_skip_commit,
                .told = "/no/such/worker"},
        Mistake{.words = {"run", "--", "/no/such/program"},
                .bisecting = exit_skip_commit,
                .told = "/no/such/program"}),
    [](const auto& one) { return std::to_string(one.index); });

TEST(CommandLine, KnowsGitBisectFromAConfigurationFileAsWell) {
  const std::string file = ::testing::TempDir() + "/cli_test_" + std::to_string(::getpid());
  std::ofstream(file) << "bisect = true\nworker = '/no/such/worker'\n";
  EXPECT_EQ(leakproof({"run", "--config", file}).exit_code, exit_skip_commit);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace leakproof::cli
