// SPDX-License-Identifier: MIT
// Tests that mishandled allocation failures are reported at the right allocation, and that
// a client that handles them correctly is not reported.
#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

#include "acceptance/line_of.hpp"
#include "environment/local_environment.hpp"
#include "environment/programs.hpp"
#include "model/trial.hpp"
#include "support/run_program.hpp"
#include "torture/account.hpp"
#include "torture/torture.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using torture::Account;
using torture::Harm;

class Torture : public ::testing::Test {
 protected:
  void SetUp() override {
    if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  }

  Account torture(const std::string& client, torture::Bounds bounds = {},
                  std::string worker = FRAGILE_WORKER,
                  const std::vector<FaultKind>& kinds = {FaultKind::allocation}) {
    LocalEnvironment bench({.words = {std::move(worker)},
                            .answer_timeout = std::chrono::seconds(client == "hangs" ? 1 : 60)},
                           interrupt_);
    const Trial trial{.client = client, .scenario = {.name = "plain"}};
    torture::WorkerTarget target(trial, bench);
    return torture::torture(target, kinds, bounds, [](std::int64_t, std::size_t) {});
  }

 private:
  Interrupt interrupt_;
};

struct PlantedFault {
  const char* client;
  Harm harm;
  std::int64_t number;  // of the allocation
  const char* words;
  const char* function;
  FaultKind kind = FaultKind::allocation;
};

void PrintTo(const PlantedFault& fault, std::ostream* out) { *out << fault.client; }

class PlantedHarm : public Torture, public ::testing::WithParamInterface<PlantedFault> {
 protected:
  static std::vector<FaultKind> kinds() {
    if (GetParam().kind == FaultKind::allocation) return {FaultKind::allocation};
    return {FaultKind::error, FaultKind::interrupted, FaultKind::cut_short};
  }
};

TEST_P(PlantedHarm, IsFoundAtItsAllocationWithTheFunctionThatMadeIt) {
  const Account account = torture(GetParam().client, {}, FRAGILE_WORKER, kinds());
  EXPECT_THAT(account.stopped, IsEmpty());
  ASSERT_THAT(account.findings, SizeIs(1)) << text(account, GetParam().client, {});
  const torture::Finding& finding = account.findings.front();
  EXPECT_EQ(finding.harm, GetParam().harm);
  EXPECT_THAT(finding.numbers, ElementsAre(GetParam().number));
  EXPECT_EQ(finding.kind, GetParam().kind);
  const std::string words = text(account, GetParam().client, {.command = "leakproof torture it"});
  EXPECT_THAT(words, AllOf(HasSubstr(GetParam().words), HasSubstr(GetParam().function),
                           HasSubstr("tests/support/fragile_worker.cpp:"),
                           HasSubstr("leakproof torture it --fail-at " +
                                     std::to_string(GetParam().number))));
}

INSTANTIATE_TEST_SUITE_P(
    That, PlantedHarm,
    ::testing::Values(
        PlantedFault{"crashes", Harm::breaks, 3, "it was killed by signal 11",
                     "fragile::write_without_a_look()"},
        PlantedFault{"hangs", Harm::breaks, 3, "it did not answer within 1 s",
                     "fragile::try_for_ever()"},
        PlantedFault{"ends", Harm::breaks, 3, "it ended by itself with exit code 3",
                     "fragile::end()"},
        PlantedFault{"forgets", Harm::leaves_something, 4, "leaves 1 block (24 bytes) behind",
                     "fragile::forget_the_first()"},
        PlantedFault{"sulks", Harm::does_not_recover, 1, "it does not recover", "fragile::Block"},
        PlantedFault{"expects-all-at-once", Harm::breaks, 2, "system call 2, receive, moves",
                     "fragile::expect_all_at_once()", FaultKind::cut_short},
        PlantedFault{"forgets-a-block", Harm::leaves_something, 1,
                     "leaves 1 block (24 bytes) behind", "fragile::forget_a_block_at_a_reset()",
                     FaultKind::error},
        PlantedFault{"forgets-a-descriptor", Harm::leaves_something, 2,
                     "leaves 1 descriptor behind",
                     "fragile::forget_a_descriptor_when_interrupted()", FaultKind::interrupted}),
    [](const auto& one) {
      std::string name = one.param.client;
      std::ranges::replace(name, '-', '_');
      return name;
    });

struct PlantedEnd {
  const char* client;
  const char* how;
  const char* function;
  const char* line;  // of which there is one
};

void PrintTo(const PlantedEnd& end, std::ostream* out) { *out << end.client; }

class PlantedEnds : public Torture, public ::testing::WithParamInterface<PlantedEnd> {};

TEST_P(PlantedEnds, ShowWhereTheClientWasLost) {
  const Account account = torture(GetParam().client);
  ASSERT_THAT(account.findings, SizeIs(1)) << text(account, GetParam().client, {});
  const std::string place = testing::place_in(text(account, GetParam().client, {}), GetParam().how);
  const int line = testing::line_of(SOURCES "/tests/support/fragile_worker.cpp", GetParam().line);
  EXPECT_THAT(place,
              AllOf(HasSubstr(std::string("      ") + GetParam().function + " ("),
                    HasSubstr("tests/support/fragile_worker.cpp:" + std::to_string(line) + ")")));
}

INSTANTIATE_TEST_SUITE_P(
    Which, PlantedEnds,
    ::testing::Values(
        PlantedEnd{"crashes", "it crashed in", "fragile::write_without_a_look()", "std::memset"},
        PlantedEnd{"aborts", "it crashed in", "fragile::give_up()",
                   "if (block == nullptr) std::abort();"},
        PlantedEnd{"aborts-in-a-thread", "it crashed in", "fragile::give_up()",
                   "if (block == nullptr) std::abort();"},
        PlantedEnd{"calls-nothing", "it crashed in", "fragile::call_by_pointer()",
                   "release(block);"},
        PlantedEnd{"ends", "it ended in", "fragile::never_null(void*)", "std::exit(3)"},
        PlantedEnd{"hangs", "it hung in", "fragile::try_for_ever()", "::pause()"}),
    [](const auto& one) {
      std::string name = one.param.client;
      std::ranges::replace(name, '-', '_');
      return name;
    });

TEST_F(Torture, LeavesSignalsToAClientThatCatchesThem) {
  const Account account = torture("catches-its-fault");
  EXPECT_THAT(account.findings, IsEmpty()) << text(account, "catches-its-fault", {});
  EXPECT_THAT(account.numbers.at(torture::Outcome::got_through), ElementsAre(3));
}

TEST_F(Torture, DoesNotAccuseAClientWhoseChildCrashes) {
  const Account account = torture("loses-a-child");
  EXPECT_THAT(account.findings, IsEmpty()) << text(account, "loses-a-child", {});
  EXPECT_THAT(account.stopped, IsEmpty());
}

TEST_F(Torture, DoesNotAccuseAClientThatTidiesUp) {
  const Account account = torture("tidy");
  EXPECT_THAT(account.findings, IsEmpty()) << text(account, "tidy", {});
  EXPECT_THAT(account.stopped, IsEmpty());
  EXPECT_EQ(account.calls(), 3);
}

TEST_F(Torture, DoesNotAccuseWhatIsSetUpAtTheFirstFailures) {
  EXPECT_THAT(torture("sets-up-once").findings, IsEmpty());
}

TEST_F(Torture, DoesNotAccuseOfWhatEveryFetchLeaves) {
  EXPECT_THAT(torture("leaks-anyway").findings, IsEmpty());
}

TEST_F(Torture, FindsTheSameWhenReplayed) {
  const Account account = torture("forgets", {.only = 4});
  ASSERT_THAT(account.findings, SizeIs(1));
  EXPECT_THAT(account.findings.front().numbers, ElementsAre(4));
  EXPECT_THAT(torture("forgets", {.only = 3}).findings, IsEmpty());
}

TEST_F(Torture, EndsAtItsBounds) {
  EXPECT_THAT(torture("tidy", {.most_calls = 2}).stopped, StartsWith("stopped after 2 calls"));
  EXPECT_THAT(torture("tidy", {.time = std::chrono::seconds(0)}).stopped,
              StartsWith("stopped after 0 s"));
  EXPECT_THAT(torture("tidy", {.only = 50}).stopped,
              HasSubstr("a fetch makes fewer than 50 calls"));
}

TEST_F(Torture, OfABundledClientEndsByItself) {
  for (const std::string client : {"scoped", "pooled"}) {
    const Account account = torture(client, {}, bundled_worker());
    EXPECT_THAT(account.findings, IsEmpty()) << text(account, client, {});
    EXPECT_THAT(account.stopped, IsEmpty());
    EXPECT_GT(account.calls(), 10);
    std::size_t known = 0;
    for (const auto& [outcome, numbers] : account.numbers) known += numbers.size();
    EXPECT_EQ(known, static_cast<std::size_t>(account.calls())) << "each call, once";
  }
}

TEST(TortureCommand, SaysWhatItFoundAndHowToSeeItAgain) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const testing::Ended ended = testing::run_program(
      {LEAKPROOF, "torture", "--worker", FRAGILE_WORKER, "forgets", "--on", "small"});
  EXPECT_EQ(ended.exit_code, 1) << ended.errors;
  EXPECT_THAT(ended.output,
              AllOf(StartsWith("forgets × small  4 allocations of a fetch made to fail"),
                    HasSubstr("\n    replay: leakproof torture forgets --on small --worker "),
                    HasSubstr(" --fail-at 4\n")));
}

TEST(TortureCommand, TellsTheClientWhatTheScenarioAsksOfIt) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const testing::Ended ended = testing::run_program(
      {LEAKPROOF, "torture", "scoped", "--on", "tls-resume,upload,proxy", "--fail-at", "1"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output << ended.errors;
  EXPECT_THAT(ended.output, Not(HasSubstr("no verdict")));
}

// The launcher stays between: it makes no fetch.
TEST(TortureCommand, ReachesTheWorkerBehindALauncher) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const std::string worker = LEAKPROOF "-worker scoped";
  for (const std::string& launched : {"timeout 600 " + worker, "sh -c '" + worker + "; true'"}) {
    const testing::Ended ended = testing::run_program(
        {LEAKPROOF, "torture", "--worker", launched, "--on", "small", "--fail-at", "1"});
    EXPECT_EQ(ended.exit_code, 0) << ended.output << ended.errors;
    EXPECT_THAT(ended.output, HasSubstr("1 allocation of a fetch made to fail")) << launched;
  }
}

TEST(TortureCommand, GivesNoVerdictWhereNoCallIsReached) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const testing::Ended ended =
      testing::run_program({LEAKPROOF, "torture", "--worker", MISBEHAVING_WORKER, "does-no-fetches",
                            "--on", "small", "--syscalls"});
  EXPECT_EQ(ended.exit_code, 3) << ended.output << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("a fetch makes no call that could be made to fail"));
}

TEST(TortureCommand, SaysWhereNothingIsObservable) {
  if (!LEAKPROOF_SANITIZED) GTEST_SKIP() << "here, it is";
  const testing::Ended ended =
      testing::run_program({LEAKPROOF, "torture", "--worker", FRAGILE_WORKER, "tidy"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.output, HasSubstr("no verdict: not observable here"));
}

TEST(TortureCommand, DoesNotAccuseAWorkerThatFailsByItself) {
  const testing::Ended ended =
      testing::run_program({LEAKPROOF, "torture", "--worker", MISBEHAVING_WORKER, "never-greets",
                            "--worker-timeout", "0.2"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.output,
              HasSubstr("no verdict: before any call is made to fail, it did not answer"));
}

TEST(TortureCommand, SuggestsTheNameThatWasMeant) {
  const testing::Ended ended = testing::run_program({LEAKPROOF, "torture", "scopd"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.errors, HasSubstr("Did you mean \"scoped\"?"));
}

}  // namespace
}  // namespace leakproof
