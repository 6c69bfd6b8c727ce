// SPDX-License-Identifier: MIT
// Tests that crashes, hangs and excessive output of the client under test end its trial
// with a clear message, and leave no process running.
#include <gmock/gmock.h>

#include <leakproof/conclusion.hpp>

#include "environment/local_environment.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "probes/catalogue.hpp"
#include "support/process_group.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RememberPid final : public Environment {
 public:
  explicit RememberPid(Environment& bench) : bench_(bench) {}
  std::unique_ptr<Origin> open_origin(const Trial& trial) override {
    return bench_.open_origin(trial);
  }
  std::unique_ptr<Worker> start_worker(const Trial& trial, Origin& origin) override {
    auto worker = bench_.start_worker(trial, origin);
    pid_ = worker->pid();
    return worker;
  }
  pid_t pid() const { return pid_; }

 private:
  Environment& bench_;
  pid_t pid_ = 0;
};

struct Misbehaviour {
  const char* manner;
  const char* reason;
};

void PrintTo(const Misbehaviour& misbehaviour, std::ostream* out) { *out << misbehaviour.manner; }

class MisbehavingWorker : public ::testing::TestWithParam<Misbehaviour> {};

TEST_P(MisbehavingWorker, LosesItsTrialWithAClearWord) {
  static const Interrupt interrupt;
  // Only workers that never answer get a short time limit, so that the others are not
  // interrupted on a slow machine.
  const bool never_answers =
      std::string_view(GetParam().reason).find("within 1 s") != std::string_view::npos;
  LocalEnvironment local({.words = {MISBEHAVING_WORKER},
                          .answer_timeout = std::chrono::seconds(never_answers ? 1 : 60)},
                         interrupt);
  RememberPid bench(local);
  Trial trial{.client = GetParam().manner, .scenario = {.name = "plain"}};
  trial.plan.max_memory = std::int64_t{256} << 20;
  const Result result = run(trial, bench, probes::catalogue());
  EXPECT_NE(result.ruling, Conclusion::clean);
  EXPECT_NE(result.ruling, Conclusion::leaks);
  EXPECT_THAT(result.reason, HasSubstr(GetParam().reason));
  EXPECT_THAT(result.reason, Not(HasSubstr("\x1b")));
  if (bench.pid() != 0) {
    EXPECT_TRUE(testing::group_ends(bench.pid())) << "something of it still runs";
  }
}

INSTANTIATE_TEST_SUITE_P(
    ThatIs, MisbehavingWorker,
    ::testing::Values(
        Misbehaviour{"dies", "it was killed by signal 9"},
        Misbehaviour{"crashes", "killed by signal 6\n    free(): invalid pointer"},
        Misbehaviour{"ends-early", "it ended by itself with exit code 0"},
        Misbehaviour{"hangs", "it did not answer within 1 s"},
        Misbehaviour{"talks-rubbish",
                     "it sent \"\\x1b[31mHTTP/1.1 200 OK\" instead of \"done 1 <failed>\""},
        Misbehaviour{"miscounts", "it was ordered to make 1 fetches but reported 1000000"},
        Misbehaviour{"counts-below-zero", "it sent \"done 1 -1\""},
        Misbehaviour{"settles-oddly", "it sent \"settled heap=lots\""},
        Misbehaviour{"floods-its-output", "bytes without a line end to standard output"},
        Misbehaviour{"floods-its-errors",
                     "it did not answer within 1 s (--worker-timeout)\n    xxxx"},
        Misbehaviour{"closes-its-output", "it closed its standard output"},
        Misbehaviour{"never-greets", "after 0 fetches: it did not answer within 1 s"},
        Misbehaviour{"greets-wrongly", "it sent \"Hello, world!\""},
        Misbehaviour{"cannot-start", "exit code 1\n    ModuleNotFoundError: No module"},
        Misbehaviour{"runs-away", "ran into its memory limit of 0.25 GiB after 0 fetches"},
        Misbehaviour{"leaves-a-child", "the origin saw 0 requests"},
        Misbehaviour{"does-no-fetches", "the origin saw 0 requests"},
        Misbehaviour{"ends-badly", "ended with exit code 7\n    terminate called"},
        Misbehaviour{"ignores-stop", "it did not end within 1 s"}),
    [](const auto& one) {
      std::string name = one.param.manner;
      std::ranges::replace(name, '-', '_');
      return name;
    });

}  // namespace
}  // namespace leakproof
