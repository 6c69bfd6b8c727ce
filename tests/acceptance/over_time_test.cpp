// SPDX-License-Identifier: MIT
// Results that are kept: compared, merged, and a bad commit found.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/run_program.hpp"

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

  // libcurl as it should be used, or losing 16 bytes a fetch: one client to us.
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

  const Ended worse = leakproof({"compare", file("a.json"), file("c.json")});
  EXPECT_EQ(worse.exit_code, 1);
  EXPECT_THAT(worse.output, ::testing::StartsWith("worse\n  forgetful-worker × small  "));
  EXPECT_THAT(worse.output, HasSubstr("heap_bytes leaks: +"));

  const Ended better = leakproof({"compare", file("c.json"), file("a.json")});
  EXPECT_EQ(better.exit_code, 0);
  EXPECT_THAT(better.output, HasSubstr("heap_bytes leaks no more"));
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
  std::ofstream(file("cut.json")) << text.substr(0, text.rfind("\n{\"client\"") + 900);
  const Ended merged = leakproof({"merge", file("cut.json")});
  EXPECT_EQ(merged.exit_code, 3);
  EXPECT_THAT(merged.errors, HasSubstr("cut.json: it breaks off after 1 of 2 trials"));
  EXPECT_THAT(merged.output, HasSubstr("1 of 1 trials clean"));
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
  EXPECT_EQ(code({"--no-such-option"}), 128);  // git stops
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

}  // namespace
}  // namespace leakproof
