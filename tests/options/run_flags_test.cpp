// SPDX-License-Identifier: MIT
#include "options/run_flags.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include <CLI/CLI.hpp>
#include <functional>

#include "options/trial_flags.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

RunOptions parsed(const std::string& arguments) {
  CLI::App command;
  RunOptions options;
  add_run_options(command, options);
  command.parse(arguments);
  return options;
}

struct Flag {
  const char* arguments;
  std::function<void(TrialOptions&)> set;
};

void PrintTo(const Flag& flag, std::ostream* out) { *out << flag.arguments; }

class TrialFlags : public ::testing::TestWithParam<Flag> {};

TEST_P(TrialFlags, SetOneValueAndLeaveTheOthers) {
  TrialOptions expected;
  GetParam().set(expected);
  EXPECT_NE(expected, TrialOptions{});
  EXPECT_EQ(parsed(GetParam().arguments).trials, expected);
}

INSTANTIATE_TEST_SUITE_P(
    Of, TrialFlags,
    ::testing::Values(
        Flag{"scoped pooled",
             [](TrialOptions& o) {
               o.clients = {"scoped", "pooled"};
             }},
        Flag{"--on plain,tls",
             [](TrialOptions& o) {
               o.scenarios = {"plain", "tls"};
             }},
        Flag{"--upstream http://h/", [](TrialOptions& o) { o.upstream = "http://h/"; }},
        Flag{"--replay file", [](TrialOptions& o) { o.replay_file = "file"; }},
        Flag{"--worker 'sh mine'", [](TrialOptions& o) { o.worker = "sh mine"; }},
        Flag{"--seed 18446744073709551615", [](TrialOptions& o) { o.seed = UINT64_MAX; }},
        Flag{"--repeat 3", [](TrialOptions& o) { o.repeat = 3; }},
        Flag{"--concurrency 8", [](TrialOptions& o) { o.concurrency = 8; }},
        Flag{"--no-agent", [](TrialOptions& o) { o.agents = false; }},
        Flag{"--threads 4", [](TrialOptions& o) { o.client_usage.threads = 4; }},
        Flag{"--thread-each", [](TrialOptions& o) { o.client_usage.thread_each = true; }},
        Flag{"--lifetime fetch", [](TrialOptions& o) { o.client_usage.client_each = true; }},
        Flag{"--cancel-after 100", [](TrialOptions& o) { o.client_usage.cancel_after = 100; }},
        Flag{"--timeout 250",
             [](TrialOptions& o) { o.client_usage.timeout = std::chrono::milliseconds(250); }},
        Flag{"--fetches 9000", [](TrialOptions& o) { o.fetches = 9000; }},
        Flag{"--duration 90s", [](TrialOptions& o) { o.seconds = 90; }},
        Flag{"--duration 20m", [](TrialOptions& o) { o.seconds = 1200; }},
        Flag{"--duration 8h", [](TrialOptions& o) { o.seconds = 28'800; }},
        Flag{"--duration 2d", [](TrialOptions& o) { o.seconds = 172'800; }},
        Flag{"--horizon 500", [](TrialOptions& o) { o.horizon = 500; }},
        Flag{"--max-memory 64", [](TrialOptions& o) { o.max_memory_mib = 64; }},
        Flag{"--max-descriptors 99", [](TrialOptions& o) { o.max_descriptors = 99; }},
        Flag{"--worker-timeout 0.5", [](TrialOptions& o) { o.worker_timeout_seconds = 0.5; }},
        Flag{"--tolerance heap_bytes=16,threads=1",
             [](TrialOptions& o) { o.tolerances = {{"heap_bytes", 16}, {"threads", 1}}; }},
        Flag{"--expect declared", [](TrialOptions& o) { o.declared = true; }},
        Flag{"--expect leaks",
             [](TrialOptions& o) { o.declared = true, o.expect = Expectation::leaks; }},
        Flag{"--expect clean",
             [](TrialOptions& o) { o.declared = true, o.expect = Expectation::clean; }},
        Flag{"--attribution", [](TrialOptions& o) { o.attribution = true; }},
        Flag{"--mine a/b --mine c", [](TrialOptions& o) { o.mine = {"a/b", "c"}; }},
        Flag{"--mine ../x/./y",
             [](TrialOptions& o) {
               o.mine = {(std::filesystem::current_path().parent_path() / "x/y").string()};
             }},
        Flag{"--no-attribution", [](TrialOptions& o) { o.attribution = false; }}),
    [](const auto& one) { return std::to_string(one.index); });

TEST(RunFlags, SayHowTheTrialsAreRun) {
  const RunOptions options = parsed(
      "--config c.toml --jobs 3 --shard 2/4 --timings t.json --resume r.json --no-controls "
      "--bisect --quiet");
  EXPECT_EQ(options.trials, TrialOptions{});
  EXPECT_EQ(options.configuration, "c.toml");
  EXPECT_EQ(options.jobs, 3);
  EXPECT_EQ(options.shard, "2/4");
  EXPECT_EQ(options.timings, "t.json");
  EXPECT_EQ(options.resume, "r.json");
  EXPECT_FALSE(options.controls);
  EXPECT_TRUE(options.bisect);
  EXPECT_TRUE(options.reports.quiet);
}

TEST(RunFlags, NameTheFilesOfTheReportsThatAreWanted) {
  EXPECT_THAT(parsed("").reports.files, ElementsAre());
  EXPECT_THAT(parsed("--json a --html b").reports.files,
              ElementsAre(Pair("html", "b"), Pair("json", "a")));
}

}  // namespace
}  // namespace leakproof
