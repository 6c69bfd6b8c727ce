// SPDX-License-Identifier: MIT
// Tests unmodified programs: they fork, become daemons, run under launchers, and end by
// themselves.
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "acceptance/judge_program.hpp"
#include "posix/processes.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using testing::Ended;
using ::testing::HasSubstr;
using testing::is_installed;
using ::testing::IsEmpty;
using testing::judge;
using testing::loop;
using ::testing::MatchesRegex;
using testing::run_program;
using testing::Seen;
using testing::soon;

class CleanProgram : public ::testing::TestWithParam<const char*> {};

TEST_P(CleanProgram, IsClean) {
  const Seen seen = judge(soon, loop(GetParam()));
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
  EXPECT_GE(seen.trial["fetches"], 300);
  EXPECT_EQ(seen.trial["fetches"], seen.trial["ledger"]["requests"]);
  EXPECT_EQ(seen.ended.exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(ThatIs, CleanProgram,
                         ::testing::Values("clean", "anew", "paths", "at_once", "hides"));

// As root, every process can be seen; otherwise those of the same user.
TEST(Program, IsJudgedAloneThoughAStrangerConnects) {
  const Seen seen = judge({"--horizon", "1000"}, loop("beside_a_stranger"));
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
  EXPECT_GT(seen.trial["ledger"]["strangers"], 0);
  EXPECT_THAT(seen.ended.output, HasSubstr("of other processes w"));
  EXPECT_LT(seen.finding("connections")["per_fetch"].get<double>(), 0.01);
}

#if !LEAKPROOF_SANITIZED && defined(__x86_64__)
TEST(Program, ThatMapsMemoryPastLibcLeaksWhatNothingExplains) {
  const Seen seen = judge(soon, loop("maps_past_libc"));
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_NEAR(seen.finding("unexplained")["per_fetch"].get<double>(), 4096, 200);
  EXPECT_NE(seen.finding("heap_bytes")["ruling"], "leaks");
  const Seen clean = judge(soon, loop("clean"));
  EXPECT_LT(clean.finding("unexplained")["per_fetch"].get<double>(), 100) << clean.ended.output;
}

// Its allocator is never called again, and so tells nothing of its reserve.
TEST(Program, ThatOnlyMapsMemoryPastLibcLeaksToo) {
  const std::vector<std::string> privately{RAW_PROGRAM, "{url}"};
  for (const auto& program : {privately, {RAW_PROGRAM, "{url}", "shared"}}) {
    const Seen seen = judge(soon, program);
    EXPECT_EQ(seen.trial["ruling"], "leaks") << program.size() << seen.ended.output;
    EXPECT_NEAR(seen.finding("unexplained")["per_fetch"].get<double>(), 4096, 200);
  }
}

TEST(Program, WithALibraryThatBypassesTheInterposerIsJudgedByPrivateMemory) {
  const Seen seen = judge(soon, loop("binds_deeply"));
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
  EXPECT_THAT(seen.ended.output, HasSubstr("RTLD_DEEPBIND"));
  EXPECT_EQ(seen.finding("anonymous")["role"], "fallback");
}

// A worker that starts the process that fetches with its first fetch.
TEST(SteppedWorker, OfWhichAnotherProcessConnectsIsNotCalledClean) {
  const Seen seen =
      judge({"--worker", PYTHON " " PROGRAMS "/forking_worker.py", "--on", "plain"}, {});
  EXPECT_EQ(seen.trial["ruling"], "invalid") << seen.ended.output;
  EXPECT_THAT(seen.trial["reason"].get<std::string>(), HasSubstr("more than one process"));
}

// No request of the scenario ever arrives, which could show the process.
TEST(SteppedWorker, BehindALauncherIsMeasuredWhereNothingListensToo) {
  const std::string worker = "sh -c '" LEAKPROOF "-worker naive; true'";
  const Seen seen = judge({"--worker", worker, "--on", "refused"}, {});
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
}

// The launcher stays between: it does not connect, and allocates nothing.
TEST(SteppedWorker, BehindALauncherIsTheOneThatIsMeasured) {
  for (const auto& [client, ruling] : {std::pair("naive", "leaks"), std::pair("scoped", "clean")}) {
    const std::string worker = std::string(LEAKPROOF "-worker ") + client;
    for (const std::string& launcher : {"timeout 600 " + worker, "sh -c '" + worker + "; true'"}) {
      const Seen seen = judge({"--worker", launcher, "--on", "small"}, {});
      EXPECT_EQ(seen.trial["ruling"], ruling) << launcher << "\n" << seen.ended.output;
      EXPECT_EQ(seen.finding("heap_blocks")["ruling"], ruling) << launcher;
    }
  }
}
#endif

TEST(Program, ThatGivesUpOnRepliesIsOneProcess) {
  const Seen seen = judge(soon, loop("gives_up"));
  EXPECT_THAT(seen.trial["reason"].get<std::string>(), Not(HasSubstr("process")))
      << seen.ended.output;
  EXPECT_GE(seen.trial["fetches"], 300);
}

TEST(Program, ThatHoardsLeaksToTheBlock) {
  const Seen seen = judge(soon, loop("hoards"));
  EXPECT_EQ(seen.ended.exit_code, 1);
#if !LEAKPROOF_SANITIZED
  EXPECT_NEAR(seen.finding("heap_blocks")["per_fetch"].get<double>(), 1, 0.05);
  EXPECT_NEAR(seen.finding("heap_bytes")["per_fetch"].get<double>(), 16 * 1024 + 50, 200);
#endif
}

TEST(Program, ThatKeepsItsConnectionsLeaksThose) {
  const Seen seen = judge(soon, loop("keeps_connections"));
  EXPECT_EQ(seen.ended.exit_code, 1);
  EXPECT_NEAR(seen.finding("connections")["per_fetch"].get<double>(), 1, 0.05);
  EXPECT_NEAR(seen.finding("descriptors")["per_fetch"].get<double>(), 1, 0.05);
}

TEST(Program, ThatLeaksInOneOfFourThreadsIsFoundAmongThem) {
  const Seen seen = judge(soon, loop("at_once_hoarding"));
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_NEAR(seen.finding("heap_bytes")["per_fetch"].get<double>(), 16.0 * 1024 / 4, 500);
}

TEST(Program, IsTheProcessThatConnects) {
  const Seen forked = judge(soon, loop("forks"));
  EXPECT_EQ(forked.trial["ruling"], "leaks") << forked.ended.output;
  EXPECT_NEAR(forked.finding("heap_blocks")["per_fetch"].get<double>(), 1, 0.05);

  const Seen launched =
      judge(soon, {"sh", "-c", "env " PYTHON " " PROGRAMS "/loop.py hoards -; true"});
  EXPECT_EQ(launched.trial["ruling"], "leaks") << launched.ended.output;
  EXPECT_NEAR(launched.finding("heap_blocks")["per_fetch"].get<double>(), 1, 0.05);
  EXPECT_THAT(launched.trial["banner"].get<std::string>(), HasSubstr("loop.py hoards"));
}

TEST(Program, WhoseOtherProcessesMakeTheRequestsIsNotCalledClean) {
  const Seen seen = judge(soon, loop("hands_over"));
  EXPECT_EQ(seen.ended.exit_code, 3);
  EXPECT_THAT(seen.ended.output, HasSubstr("its requests come from more than one process"));
}

TEST(Program, ThatLeavesRepliesUnreadIsJudgedAllTheSame) {
  const Seen seen = judge({"--on", "large", "--horizon", "60"}, loop("keeps_unread"));
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_NEAR(seen.finding("descriptors")["per_fetch"].get<double>(), 1, 0.05);
}

TEST(Program, LeavesNothingBehindHoweverItHides) {
  judge(soon, loop("hides"));
  judge(soon, loop("ignores"));
  for (const pid_t pid : all_processes()) {
    EXPECT_THAT(command_line(pid), ::testing::Not(AllOf(HasSubstr("loop.py"), HasSubstr("hides"))));
    EXPECT_NE(command_line(pid), "sleep 1001");
  }
}

TEST(Program, ThatEndsInTimeIsJudgedOnWhatThereIs) {
  // Ends before the second look at 450 fetches, but 1.4 times after the first.
  const Seen seen = judge(soon, loop("hoards", {"440"}));
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_EQ(seen.trial["fetches"], 440);
}

TEST(Program, ThatEndsTooSoonHearsHowManyFetchesItTakes) {
  const Seen seen = judge({}, loop("clean", {"200"}));
  EXPECT_EQ(seen.ended.exit_code, 3);
  EXPECT_EQ(seen.trial["fetches"], 200);
  EXPECT_THAT(seen.ended.output,
              HasSubstr("it ended by itself after 200 fetches, but a verdict needs 2,000"));
}

TEST(Program, OfOneRoundHearsOfTheLoopItNeeds) {
  const Seen seen = judge(soon, loop("clean", {"1"}));
  EXPECT_EQ(seen.ended.exit_code, 3);
  EXPECT_THAT(seen.ended.output, AllOf(HasSubstr("it made 1 request and ended by itself"),
                                       HasSubstr("while True: fetch(url)")));
}

TEST(Program, OfAProcessAFetchHearsOfThat) {
  const Seen seen =
      judge(soon, {"sh", "-c", "while :; do " PYTHON " " PROGRAMS "/loop.py clean - 1; done"});
  EXPECT_EQ(seen.ended.exit_code, 3);
  EXPECT_THAT(seen.ended.output, HasSubstr("the next came from another process"));
}

TEST(Program, ThatFailsIsQuoted) {
  const Seen seen = judge(soon, loop("raises"));
  EXPECT_EQ(seen.ended.exit_code, 3);
  EXPECT_THAT(seen.ended.output, AllOf(HasSubstr("it ended by itself with exit code 1"),
                                       HasSubstr("ValueError: no more of this")));
}

TEST(Program, ThatNeverConnectsIsAskedForTheAddress) {
  const Seen seen = judge({"--worker-timeout", "1"}, loop("elsewhere"));
  EXPECT_EQ(seen.ended.exit_code, 3);
  EXPECT_THAT(seen.ended.output,
              AllOf(HasSubstr("it made no request within 1 s"), HasSubstr("LEAKPROOF_URL")));
}

TEST(Program, IsTheOnlyClientOfItsRun) {
  EXPECT_EQ(run_program({LEAKPROOF, "run", "--"}).exit_code, 2);
  EXPECT_EQ(run_program({LEAKPROOF, "run", "naive", "--", "true"}).exit_code, 2);
  EXPECT_EQ(run_program({LEAKPROOF, "run", "--", "no-such-program"}).exit_code, 2);
  EXPECT_EQ(run_program({LEAKPROOF, "list", "--", "true"}).exit_code, 2);
  EXPECT_EQ(run_program({LEAKPROOF, "run", "--concurrency", "2"}).exit_code, 2);
}

TEST(OwnScenario, IsOneOfAFileOrAServerAndNothingElse) {
  const std::string file =
      ::testing::TempDir() + "/own-scenario-" + std::to_string(::getpid()) + ".txt";
  const auto with = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {LEAKPROOF, "run", "scoped", "--no-controls"});
    return run_program(std::move(options));
  };
  std::ofstream(file) << "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\n--- close\n";
  EXPECT_EQ(with({"--replay", file}).exit_code, 0);
  EXPECT_EQ(with({"--replay", file, "--on", "plain"}).exit_code, 2);
  EXPECT_EQ(with({"--replay", file, "--upstream", "http://127.0.0.1:1/"}).exit_code, 2);
  EXPECT_THAT(with({"--replay", file + "-not"}).errors, HasSubstr("replies: cannot read"));
  EXPECT_THAT(with({"--upstream", "http://127.0.0.1:1/"}).errors,
              HasSubstr("no server listens at 127.0.0.1:1"));
  std::ofstream(file) << "x\n--- never\n";
  EXPECT_THAT(with({"--replay", file}).errors, HasSubstr("line 2"));
  std::remove(file.c_str());
}

// A reference cycle is garbage that only the cycle collector frees. Without a collection it
// looks like a leak until the collector runs by itself.
constexpr const char* cycles = R"(
import gc, http.client, os, urllib.parse
gc.set_threshold(1000000)
url = urllib.parse.urlsplit(os.environ['LEAKPROOF_URL'])
connection = http.client.HTTPConnection(url.hostname, url.port)
while True:
    connection.request('GET', url.path)
    cycle = [connection.getresponse().read()]
    cycle.append(cycle)
)";

TEST(PythonAgent, CollectsWhileTheRequestIsHeld) {
  const Seen collected = judge(soon, {PYTHON, "-c", cycles});
  EXPECT_EQ(collected.trial["ruling"], "clean") << collected.ended.output;
  std::vector<std::string> alone = soon;
  alone.emplace_back("--no-agent");
  const Seen left = judge(alone, {PYTHON, "-c", cycles});
  EXPECT_EQ(left.trial["ruling"], "leaks") << left.ended.output;
}

// What is never collected stays.
TEST(PythonAgent, CollectsNothingInAProgramThatHasSwitchedTheCollectorOff) {
  for (const char* const off : {"gc.disable()", "gc.set_threshold(0)"}) {
    std::string program = cycles;
    const std::string seldom = "gc.set_threshold(1000000)";
    program.replace(program.find(seldom), seldom.size(), off);
    const Seen seen = judge(soon, {PYTHON, "-c", program});
    EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  }
}

TEST(PythonAgent, LeavesTheProgramItsStreamsItsEndAndItsSitecustomize) {
  const std::string folder =
      ::testing::TempDir() + "/sitecustomize-of-the-users-" + std::to_string(::getpid());
  run_program({"mkdir", "-p", folder});
  run_program(
      {"sh", "-c",
       "echo 'import os; os.environ[\"OWN\"] = \"yes\"' > " + folder + "/sitecustomize.py"});
  const std::string script =
      "import os, sys; sys.stderr.write(f\"own {os.environ.get('OWN')} {sys.path.count('')}\");"
      "sys.exit(7)";
  const Ended ended =
      run_program({LEAKPROOF, "run", "--no-controls", "--on", "plain", "--", PYTHON, "-c", script},
                  {"PYTHONPATH=" + folder});
  EXPECT_THAT(ended.output,
              AllOf(HasSubstr("exit code 7 before its first request\n    own yes 1\n")));
  run_program({"rm", "-r", folder});
}

// Node and a JVM collect at arbitrary times; here they collect on request.
constexpr const char* node_loop = R"(
const http = require('http');
const agent = new http.Agent({ keepAlive: true });
const kept = [];
const fetch = () => new Promise((done) =>
  http.get(process.env.LEAKPROOF_URL, { agent }, (reply) => reply.resume().on('end', done)));
(async () => { for (;;) { await fetch(); if (process.env.KEEP) kept.push(new Array(40).fill(0)); } })();
)";

TEST(NodeAgent, TellsALeakFromGarbage) {
  if (!is_installed("node")) GTEST_SKIP() << "not installed: apt install nodejs";
  const Seen clean = judge({"--horizon", "600"}, {"node", "-e", node_loop});
  EXPECT_EQ(clean.trial["ruling"], "clean") << clean.ended.output;
  EXPECT_EQ(clean.finding("js_heap")["ruling"], "clean");
  const Seen leaky = judge({"--horizon", "600"}, {"env", "KEEP=1", "node", "-e", node_loop});
  EXPECT_EQ(leaky.trial["ruling"], "leaks") << leaky.ended.output;
  EXPECT_NEAR(leaky.finding("js_heap")["per_fetch"].get<double>(), 40 * 8 + 16, 80);
}

TEST(NodeAgent, LeavesTheProgramItsEndItsStreamsAndItsOptions) {
  if (!is_installed("node")) GTEST_SKIP() << "not installed: apt install nodejs";
  const Ended ended =
      run_program({LEAKPROOF, "run", "--no-controls", "--on", "plain", "--", "node", "-e",
                   "console.error('own', process.title); process.exitCode = 7"},
                  {"NODE_OPTIONS=--title=mine"});
  EXPECT_THAT(ended.output, HasSubstr("exit code 7 before its first request\n    own mine\n"));
}

TEST(NodeAgent, IsMissedInPlainSight) {
  if (!is_installed("node")) GTEST_SKIP() << "not installed: apt install nodejs";
  const Seen seen =
      judge({"--no-agent", "--horizon", "60"}, {"env", "KEEP=1", "node", "-e", node_loop});
  EXPECT_EQ(seen.trial["ruling"], "inconclusive") << seen.ended.output;
  EXPECT_EQ(seen.ended.exit_code, 3);
}

}  // namespace
}  // namespace leakproof
