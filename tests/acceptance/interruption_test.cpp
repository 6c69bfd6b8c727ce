// SPDX-License-Identifier: MIT
// Tests that Ctrl-C keeps the results so far and leaves no process running.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/run_program.hpp"

namespace leakproof {
namespace {

bool any_process_with(const std::string& argument) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    const std::string words{std::istreambuf_iterator<char>(file), {}};
    if (words.find(argument) != words.npos) return true;
  }
  return false;
}

class Interruption : public ::testing::TestWithParam<int> {};

TEST_P(Interruption, KeepsWhatIsDoneAndLeavesNothingBehind) {
  const std::string results =
      ::testing::TempDir() + "interruption_" + std::to_string(::getpid()) + ".json";
  // A unique name, to identify its processes.
  const std::string mark = "hangs-for-" + std::to_string(::getpid());
  const std::string worker =
      std::string("sh -c '\"$0\" \"$1\"' ") + MISBEHAVING_WORKER + " hangs " + mark;
  Process process(
      {.words = {LEAKPROOF, "run", "--worker", worker, "--on", "plain,small", "--no-controls",
                 "--worker-timeout", "2", "--jobs", "1", "--json", results, "--junit",
                 results + ".xml", "--html", results + ".html", "--markdown", results + ".md"},
       .environment = testing::environment_with()});
  // The trial on plain has timed out; the trial on small hangs now.
  testing::read_until(process.output(), "× plain");
  ASSERT_TRUE(any_process_with(mark));
  ::kill(process.pid(), GetParam());

  EXPECT_EQ(testing::exit_code_of(process), 3);
  EXPECT_FALSE(any_process_with(mark));

  std::ifstream file(results);
  const auto kept = nlohmann::json::parse(file);
  ASSERT_EQ(kept.at("trials").size(), 1U);
  EXPECT_EQ(kept["trials"][0]["scenario"], "plain");
  EXPECT_EQ(kept["trials_planned"], 2);
  EXPECT_EQ(kept["finished"], false);
  for (const auto& [ending, end] :
       {std::pair(".xml", "</testsuite>\n"), std::pair(".html", "</html>\n"),
        std::pair(".md", "</sub>\n")}) {
    std::ifstream report(results + ending);
    const std::string text{std::istreambuf_iterator<char>(report), {}};
    EXPECT_THAT(text, ::testing::HasSubstr("plain"));
    EXPECT_THAT(text, ::testing::EndsWith(end));
    std::filesystem::remove(results + ending);
  }
  std::filesystem::remove(results);
}

INSTANTIATE_TEST_SUITE_P(By, Interruption, ::testing::Values(SIGINT, SIGTERM, SIGHUP),
                         [](const auto& one) { return std::string(sigabbrev_np(one.param)); });

}  // namespace
}  // namespace leakproof
