// SPDX-License-Identifier: MIT
// Tests stored results: comparing and merging them, and bisecting a leak.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/run_program.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;
using testing::Ended;
using ::testing::HasSubstr;
using testing::run_program;

class OverTime : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directory(folder_); }
  ~OverTime() override { fs::remove_all(folder_); }

  std::string file(const std::string& name) const { return folder_ / name; }

  Ended leakproof(std::vector<std::string> words) const {
    words.insert(words.begin(), LEAKPROOF);
    return run_program(std::move(words));
  }

  // Runs the libcurl client that is correct or the one that loses 16 B/fetch; both have the
  // same client name.
  Ended run(const std::string& as, const std::string& json, const std::string& on = "small") const {
    return leakproof({"run", "--worker", std::string(FORGETFUL_WORKER) + " " + as, "--on", on,
                      "--no-controls", "--json", file(json)});
  }

  fs::path folder_ = fs::path(::testing::TempDir()) / ("over_time_" + std::to_string(::getpid()));
};

TEST_F(OverTime, CompareSaysNoChangeOfTheSameBuildAndNamesSixteenBytesAFetch) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer's heap has other grains";
  EXPECT_EQ(run("careful", "a.json").exit_code, 0);
  EXPECT_EQ(run("careful", "b.json").exit_code, 0);
  EXPECT_EQ(run("careless", "c.json").exit_code, 1);

  const Ended same = leakproof({"compare", file("a.json"), file("b.json")});
  EXPECT_EQ(same.exit_code, 0) << same.output;
  EXPECT_EQ(same.output, "no change in 1 trial\n");

  EXPECT_EQ(run("careful", "more.json", "small,plain").exit_code, 0);
  const Ended more = leakproof({"compare", file("a.json"), file("more.json")});
  EXPECT_EQ(more.exit_code, 0);
  EXPECT_THAT(more.output, ::testing::StartsWith("new\n  forgetful-worker × plain  clean"));
  EXPECT_THAT(more.output, ::testing::EndsWith("no change in 1 trial\n"));

  const Ended worse = leakproof({"compare", file("a.json"), file("c.json")});
  EXPECT_EQ(worse.exit_code, 1);
  EXPECT_THAT(worse.output, ::testing::StartsWith("worse\n  forgetful-worker × small  "));
  EXPECT_THAT(worse.output, HasSubstr("heap_bytes leaks: +"));

  const Ended better = leakproof({"compare", file("c.json"), file("a.json")});
  EXPECT_EQ(better.exit_code, 0);
  EXPECT_THAT(better.output, HasSubstr("heap_bytes no longer leaks"));
}

TEST_F(OverTime, MergeReportsSeveralRunsAsOne) {
  EXPECT_EQ(run("careful", "a.json", "small").exit_code, 0);
  EXPECT_EQ(run("careful", "b.json", "plain,small").exit_code, 0);
  const Ended merged =
      leakproof({"merge", file("a.json"), file("b.json"), "--json", file("all.json"), "--junit",
                 file("all.xml"), "--html", file("all.html"), "--markdown", file("all.md")});
  EXPECT_EQ(merged.exit_code, 0) << merged.errors;
  EXPECT_THAT(merged.output, HasSubstr("2 of 2 trials clean"));
  std::ifstream stream(file("all.json"));
  const auto all = nlohmann::json::parse(stream);
  ASSERT_EQ(all["trials"].size(), 2U);
  EXPECT_EQ(all["trials"][0]["scenario"], "small");
  EXPECT_TRUE(all["finished"]);
  EXPECT_GT(all["trials"][0]["findings"][0]["samples"].size(), 10U);
  for (const char* name : {"all.xml", "all.html", "all.md"}) {
    EXPECT_GT(fs::file_size(file(name)), 100U) << name;
  }
}

TEST_F(OverTime, RefusesByNameWhatIsNotAFileOfResults) {
  std::ofstream(file("other.json")) << R"({"schema_version": 99})";
  for (const char* command : {"compare", "merge"}) {
    const Ended ended = leakproof({command, file("other.json"), file("other.json")});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_THAT(ended.errors, HasSubstr("other.json"));
    EXPECT_THAT(ended.errors, HasSubstr("schema_version 99"));
  }
  EXPECT_EQ(leakproof({"compare", file("other.json")}).exit_code, 2);
}

TEST_F(OverTime, SaysWhereAFileBreaksOffAndUsesTheRest) {
  EXPECT_EQ(run("careful", "a.json", "plain,small").exit_code, 0);
  std::ifstream stream(file("a.json"));
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  std::ofstream(file("cut.json")) << text.substr(
      0, text.rfind("\n{\"client\"", text.find("\n],")) + 900);
  const Ended merged = leakproof({"merge", file("cut.json")});
  EXPECT_EQ(merged.exit_code, 3);
  EXPECT_THAT(merged.errors, HasSubstr("cut.json: it is truncated after 1 of 2 trials"));
  EXPECT_THAT(merged.output, HasSubstr("1 of 2 trials clean"));
}

TEST_F(OverTime, BisectKnowsCleanLeaksAndNoVerdict) {
  const auto code = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"run", "--bisect", "--no-controls", "--on", "small"};
    words.insert(words.end(), more.begin(), more.end());
    return leakproof(words).exit_code;
  };
  const std::string worker = FORGETFUL_WORKER;
  EXPECT_EQ(code({"--worker", worker + " careful"}), 0);
  EXPECT_EQ(code({"--worker", worker + " careless"}), 1);
  EXPECT_EQ(code({"--worker", std::string(MISBEHAVING_WORKER) + " dies"}), 125);
  EXPECT_EQ(code({"--worker", "/not/built/at/this/commit"}), 125);
  // A usage error would occur at every commit: git bisect must stop.
  EXPECT_EQ(code({"--no-such-option"}), 128);
  EXPECT_EQ(code({"--tolerance", "heap_bite=2"}), 128);
  EXPECT_EQ(code({"--on", "plian"}), 128);
  EXPECT_EQ(code({"--json", "/not/there/x.json"}), 128);
  EXPECT_EQ(code({"--"}), 128);
}

TEST_F(OverTime, GitBisectFindsTheCommitThatLeaks) {
  if (LEAKPROOF_SANITIZED)
    GTEST_SKIP() << "the client is a script, before which no sanitizer stands";
  const std::string script = R"(
set -e
cd ")" + folder_.string() + R"("
git init -q . && git config user.name me && git config user.email me@localhost
for i in 1 2 3 4 5 6 7; do
  as=careful; [ $i -lt 5 ] || as=careless
  [ $i -ne 3 ] || as=no-such-client    # does not even start
  printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$WORKER" $as > client; chmod +x client
  echo $i > number; git add -A; git commit -q -m "commit $i"
done
git bisect start HEAD HEAD~6 > /dev/null
git bisect run "$LEAKPROOF" run --bisect --worker "$PWD/client" --on small --no-controls
git log -1 --format='culprit: %s' refs/bisect/bad
)";
  const Ended ended = run_program({"sh", "-c", script}, {std::string("WORKER=") + FORGETFUL_WORKER,
                                                         std::string("LEAKPROOF=") + LEAKPROOF});
  if (ended.errors.find("git: not found") != std::string::npos) GTEST_SKIP() << "no git";
  EXPECT_EQ(ended.exit_code, 0) << ended.errors << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("culprit: commit 5"));
}

class Shards : public OverTime {
 protected:
  // Two clients on two scenarios each, in two shards.
  Ended shard(const std::string& share, const std::string& json,
              std::vector<std::string> more = {}) const {
    std::vector<std::string> words{
        "run",  "--worker",    FORGETFUL_WORKER, "careful",          "careless",
        "--on", "small,plain", "--no-controls",  "--no-attribution", "--shard",
        share,  "--json",      file(json),       "--horizon",        "300"};
    words.insert(words.end(), more.begin(), more.end());
    return leakproof(words);
  }

  Ended merge(const std::vector<std::string>& names) const {
    std::vector<std::string> words{"merge"};
    for (const std::string& name : names) words.push_back(file(name));
    words.insert(words.end(), {"--json", file("merged.json")});
    return leakproof(words);
  }
};

TEST_F(Shards, TogetherAreTheWholePlanInItsOrder) {
  shard("1/2", "1.json");
  shard("2/2", "2.json");
  const Ended merged = merge({"2.json", "1.json"});
  EXPECT_THAT(merged.output, HasSubstr("2 of 4 trials clean")) << merged.errors;
  EXPECT_EQ(merged.exit_code, 1);
  std::ifstream stream(file("merged.json"));
  std::vector<std::string> trials;
  const auto report = nlohmann::json::parse(stream);
  for (const auto& trial : report.at("trials")) {
    trials.push_back(trial["client"].get<std::string>() + "/" +
                     trial["scenario"].get<std::string>());
  }
  EXPECT_THAT(trials, ::testing::ElementsAre("careful/small", "careful/plain", "careless/small",
                                             "careless/plain"));
}

TEST_F(Shards, ThatAreMissingAreNamed) {
  shard("1/2", "1.json", {"--expect", "leaks"});
  const Ended merged = merge({"1.json"});
  EXPECT_THAT(merged.errors, HasSubstr("shard 2 of 2 is missing"));
}

TEST_F(Shards, ThatAreCutShortAreNamedUnlessTheyWereMadeAgain) {
  shard("1/2", "1.json");
  shard("2/2", "2.json");
  fs::copy(file("2.json"), file("2-again.json"));
  std::ifstream stream(file("2.json"));
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const std::size_t advice = text.find("\"advice\"");  // follows the trials
  std::ofstream(file("2.json")) << text.substr(0, text.rfind("\n{\"client\"", advice) + 100);
  const Ended cut_short = merge({"1.json", "2.json"});
  EXPECT_THAT(cut_short.errors, HasSubstr("shard 2 of 2 was cut short: 1 of its 2 trials"));
  const Ended whole = merge({"1.json", "2.json", "2-again.json"});
  EXPECT_THAT(whole.output, HasSubstr("2 of 4 trials clean"));
  EXPECT_THAT(whole.errors, ::testing::Not(HasSubstr("shard 2")));
}

TEST_F(Shards, OfAnotherPlanAreRefusedByName) {
  shard("1/2", "1.json");
  shard("2/2", "2.json", {"--max-memory", "700"});
  const Ended merged = merge({"1.json", "2.json"});
  EXPECT_EQ(merged.exit_code, 2);
  EXPECT_THAT(merged.errors, HasSubstr("2.json are not shards of one plan"));
}

TEST_F(Shards, AreAllThatIsInAFolder) {
  shard("1/2", "1.json");
  shard("2/2", "2.json");
  EXPECT_THAT(leakproof({"merge", folder_, "--json", file("all.json")}).output,
              HasSubstr("2 of 4 trials clean"));
  EXPECT_THAT(leakproof({"merge", folder_, "--json", file("all.json")}).output,
              HasSubstr("2 of 4 trials clean"))
      << "what is about to be written is none of them";
}

TEST_F(Shards, OfMoreSharesThanTrialsMayBeEmpty) {
  const Ended empty = shard("5/9", "5.json");
  EXPECT_EQ(empty.exit_code, 0) << empty.errors;
  EXPECT_THAT(empty.output, HasSubstr("0 trials of 4 (shard 5 of 9)"));
}

TEST_F(Shards, AreBalancedByHowLongTrialsTook) {
  EXPECT_EQ(shard("1/1", "whole.json", {"--expect", "leaks"}).exit_code, 1);
  const Ended plan =
      leakproof({"list", "--trials", "--worker", FORGETFUL_WORKER, "careful", "careless", "--on",
                 "small,plain", "--shard", "1/2", "--timings", file("whole.json")});
  EXPECT_THAT(plan.output, HasSubstr("careful × small"));
  EXPECT_THAT(plan.output, HasSubstr(" s of trials  ← this one"));
}

TEST_F(OverTime, AnInterruptedRunGoesOnWhereItWas) {
  const std::vector<std::string> run{
      LEAKPROOF, "run",          "--worker",      FORGETFUL_WORKER, "careful", "careless",
      "--on",    "small",        "--expect",      "leaks",          "--jobs",  "1",
      "--json",  file("1.json"), "--no-controls", "--horizon",      "300"};
  EXPECT_EQ(run_program(run).exit_code, 1);
  std::ifstream stream(file("1.json"));
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  // The file as it was before the second trial ended.
  text.erase(text.rfind(",\n{\"client\""));
  text += "\n],\n\"finished\": false}\n";
  std::ofstream(file("before.json")) << text;

  std::vector<std::string> second_run = run;
  second_run.insert(second_run.end(), {"--resume", file("before.json")});
  const Ended resumed = run_program(second_run);
  EXPECT_EQ(resumed.exit_code, 1) << resumed.errors;
  EXPECT_THAT(resumed.output, HasSubstr("1 of 2 trials as expected"));
  second_run.insert(second_run.end(), {"--max-memory", "900"});
  const Ended other = run_program(second_run);
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.errors,
              HasSubstr("--resume: the run that wrote this file had a different plan"));
}

TEST_F(OverTime, ARunMayGoOnInTheFileThatItGoesOnFrom) {
  std::string first_said;
  const auto run_until_looked_at = [&](int signal, std::vector<std::string> more) {
    std::vector<std::string> words{LEAKPROOF,  "run",
                                   "--worker", FORGETFUL_WORKER,
                                   "careful",  "--on",
                                   "small",    "--horizon",
                                   "300",      "--fetches",
                                   "2000000",  "--no-controls",
                                   "--json",   file("soak.json")};
    words.insert(words.end(), more.begin(), more.end());
    Process process({.words = words, .environment = testing::environment_with()});
    first_said = testing::read_until(process.output(), "/s");
    ::kill(process.pid(), signal);
    if (signal == SIGINT) {
      const std::string how = "To continue, repeat the command with --resume";
      EXPECT_THAT(testing::read_until(process.errors(), how), HasSubstr(how));
    }
    testing::exit_code_of(process);
    std::ifstream stream(file("soak.json"));
    return nlohmann::json::parse(stream, nullptr, false);
  };
  const auto interrupted = run_until_looked_at(SIGINT, {});
  ASSERT_TRUE(interrupted.contains("under_way")) << interrupted;
  EXPECT_GT(interrupted["under_way"][0]["fetches"], 0);
  // The first progress of the resumed run, and the results that it keeps, include the earlier part.
  const auto killed = run_until_looked_at(SIGKILL, {"--resume", file("soak.json")});
  ASSERT_TRUE(killed.contains("under_way")) << killed;
  const auto& known = interrupted["under_way"][0];
  const double rate = known["fetches"].get<double>() / known["fetching_seconds"].get<double>();
  EXPECT_THAT(first_said, HasSubstr("interrupted"));
  EXPECT_THAT(first_said, HasSubstr(", " + grouped(std::llround(rate)) + "/s"));
  run_until_looked_at(SIGINT, {"--resume", file("soak.json")});
  EXPECT_FALSE(fs::exists(file("soak.json.before")));
}

TEST_F(Shards, ThatAreMissingAreMissedInWhatWasMergedAsWell) {
  shard("1/2", "1.json", {"--expect", "leaks"});
  merge({"1.json"});
  fs::copy(file("merged.json"), file("once.json"));
  const Ended merged_twice = merge({"once.json"});
  EXPECT_THAT(merged_twice.errors,
              HasSubstr("once.json: its run was interrupted after 2 of 4 trials"));
  EXPECT_NE(merged_twice.exit_code, 0);
}

TEST_F(Shards, AreNotForBisecting) {
  const Ended ended =
      run_program({LEAKPROOF, "run", "--worker", FORGETFUL_WORKER, "careless", "--on", "small",
                   "--horizon", "300", "--no-controls", "--bisect"},
                  {"CI_NODE_INDEX=2", "CI_NODE_TOTAL=2"});
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
}

TEST_F(Shards, ThatAreEmptySaySo) {
  const Ended ended = run_program({LEAKPROOF, "run", "--worker", FORGETFUL_WORKER, "careless",
                                   "--on", "small", "--horizon", "300", "--no-controls", "--quiet"},
                                  {"CI_NODE_INDEX=2", "CI_NODE_TOTAL=2"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.errors, HasSubstr("none of the 1 trials is in shard 2 of 2 (CI_NODE_INDEX"));
}

}  // namespace
}  // namespace leakproof
