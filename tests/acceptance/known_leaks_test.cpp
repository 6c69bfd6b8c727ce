// SPDX-License-Identifier: MIT
// A project that leaks already, and adopts leakproof.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/run_program.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using testing::Ended;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::run_program;

class AdoptedProject : public ::testing::Test {
 protected:
  ~AdoptedProject() override { std::filesystem::remove_all(folder_); }

  Ended run(const std::string& leaks, std::vector<std::string> options,
            std::vector<std::string> variables = {}) const {
    options.insert(options.begin(),
                   {LEAKPROOF, "run", "--no-controls", "--on", "plain", "--horizon", "300"});
    options.insert(options.end(), {"--", PYTHON, PROGRAMS "/adopted.py", leaks, "{url}"});
    return run_program(options, std::move(variables));
  }

  std::string path(const std::string& name) const { return folder_ / name; }

  std::string text_of(const std::string& name) const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  const std::filesystem::path folder_ = [] {
    const std::filesystem::path folder =
        ::testing::TempDir() + "adopted-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder);
    return folder;
  }();
};

TEST_F(AdoptedProject, PassesWithItsListAndFailsWithAnyOtherLeak) {
  const std::string list = path("known.toml");
  const Ended first = run("keeps_bodies,keeps_buffers", {"--write-known", list});
  EXPECT_EQ(first.exit_code, 1) << first.output;
  EXPECT_THAT(text_of("known.toml"),
              AllOf(HasSubstr("code = \"bodies.append(body + b\\\".\\\")\""),
                    HasSubstr("code = \"buffers.append(bytearray(9000))\"")));

  const std::vector<std::string> known{"--known", list};
  const Ended same = run("keeps_bodies,keeps_buffers", known);
  EXPECT_EQ(same.exit_code, 0) << same.output;
  EXPECT_THAT(same.output, HasSubstr("  known        adopted.py × plain"));
  EXPECT_THAT(same.output, HasSubstr("0 of 1 trials clean, 1 known to leak"));

  const Ended third = run("keeps_bodies,keeps_buffers,keeps_files", known);
  EXPECT_EQ(third.exit_code, 1) << third.output;
  EXPECT_THAT(third.output, HasSubstr("! leaks        adopted.py × plain"));
  EXPECT_THAT(third.output, HasSubstr("descriptors in"));
  EXPECT_THAT(third.output, HasSubstr("is not listed"));

  const Ended otherwise = run("keeps_bodies,keeps_larger_buffers", known);
  EXPECT_EQ(otherwise.exit_code, 1) << otherwise.output;
  EXPECT_THAT(otherwise.output, HasSubstr("buffers.append(bytearray(27000)) is not listed"));

  const Ended one_gone = run("keeps_bodies", known);
  EXPECT_EQ(one_gone.exit_code, 0) << one_gone.output;
  EXPECT_THAT(one_gone.output,
              HasSubstr("A known leak is gone: remove its entry from " + list + ": memory in "));
  EXPECT_THAT(one_gone.output, HasSubstr("buffers.append(bytearray(9000))\n"));

  const Ended all_gone = run("none", {"--known", list, "--quiet"});
  EXPECT_EQ(all_gone.exit_code, 0) << all_gone.output;
  EXPECT_THAT(all_gone.output,
              HasSubstr("Known leaks are gone: remove their entries from " + list));

  EXPECT_EQ(run("none", {"--write-known", list}).exit_code, 0);
  EXPECT_THAT(text_of("known.toml"), Not(HasSubstr("[[leak]]")));
}

TEST_F(AdoptedProject, FailsWhereAKnownLeakHasBecomeFaster) {
  const std::string list = path("known.toml");
  run("keeps_buffers", {"--write-known", list});
  const Ended faster = run("keeps_buffers,keeps_buffers", {"--known", list});
  EXPECT_EQ(faster.exit_code, 1);
  EXPECT_THAT(faster.output, HasSubstr("heap_blocks known at +"));
}

TEST_F(AdoptedProject, RefusesAListWithAMistakeBeforeItRuns) {
  const std::string list = path("known.toml");
  std::ofstream(list) << "[[leak]]\nclient = 'adopted.py'\n";
  const Ended ended = run("none", {"--known", list});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.output, IsEmpty());
  EXPECT_THAT(ended.errors, HasSubstr("known.toml:1: the leak has no \"scenario\""));
  EXPECT_EQ(run("none", {"--write-known", list}).exit_code, 2);
  EXPECT_EQ(run("none", {"--known", path("none.toml")}).exit_code, 2);
}

// Its first attempt has 687 fetches.
Ended run_cache_that_fills_until(int fetch, std::vector<std::string> options) {
  const std::string worker = PYTHON " " PROGRAMS "/filling_worker.py " + std::to_string(fetch);
  options.insert(options.begin(), {LEAKPROOF, "run", "--no-controls", "--on", "small", "--horizon",
                                   "60", "--worker", worker});
  return run_program(options);
}

TEST_F(AdoptedProject, HasAVerdictWhereATrialNeededTwiceTheFetches) {
  const Ended ended = run_cache_that_fills_until(200, {"--json", path("results.json")});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, AllOf(HasSubstr("  clean        filling_worker.py × small"),
                                  HasSubstr("retried        with 1,")));
  const auto trial = nlohmann::json::parse(text_of("results.json")).at("trials").at(0);
  EXPECT_GE(trial.at("retried_after"), 687);
  EXPECT_GE(trial.at("fetches"), 2 * 687 - 10);
  EXPECT_EQ(trial.at("plan").at("horizon"), 60);
}

TEST_F(AdoptedProject, HasNoVerdictWhereATrialIsInconclusiveTwiceUnlessItOnlyWarns) {
  const Ended ended = run_cache_that_fills_until(100'000, {});
  EXPECT_EQ(ended.exit_code, 3) << ended.output;
  EXPECT_THAT(ended.output, AllOf(HasSubstr("! inconclusive filling_worker.py × small"),
                                  HasSubstr("retried        with 1,")));
  const Ended warned = run_cache_that_fills_until(100'000, {"--inconclusive", "warn", "--quiet"});
  EXPECT_EQ(warned.exit_code, 0) << warned.output;
  EXPECT_THAT(warned.output, AllOf(HasSubstr("? inconclusive filling_worker.py × small"),
                                   HasSubstr("0 of 1 trials clean, 1 inconclusive")));
}

TEST_F(AdoptedProject, ShowsItsLeaksInTheCIServiceThatRunsIt) {
  const Ended github = run("keeps_files", {}, {"GITHUB_ACTIONS=true"});
  EXPECT_THAT(github.output, HasSubstr("\n::error "));
  EXPECT_THAT(github.output, HasSubstr("! leaks        adopted.py × plain"));
  const Ended off = run("keeps_files", {"--format", "none"}, {"GITHUB_ACTIONS=true"});
  EXPECT_THAT(off.output, Not(HasSubstr("::error ")));

  const std::string file = "gl-code-quality-report.json";
  const std::vector<std::string> gitlab{"GITLAB_CI=true", "CI_PROJECT_DIR=" + path("")};
  run("keeps_files", {"--format", "none"}, gitlab);
  EXPECT_FALSE(std::filesystem::exists(path(file)));
  EXPECT_THAT(run("keeps_files", {}, gitlab).output,
              HasSubstr("! leaks        adopted.py × plain"));
  EXPECT_EQ(nlohmann::json::parse(text_of(file)).size(), 1U);
}

}  // namespace
}  // namespace leakproof
