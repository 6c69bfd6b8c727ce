// SPDX-License-Identifier: MIT
#include "torture/fault_experiment.hpp"

#include <gmock/gmock.h>

#include "torture/scripted_target.hpp"

namespace leakproof::torture {
namespace {

using testing::fired;
using testing::ScriptedTarget;

Attempt leaving(std::int64_t blocks) { return fired({.left = {.blocks = blocks, .bytes = 24}}); }

TEST(FaultExperiment, TellsACallThatIsNotReached) {
  ScriptedTarget target([](const FaultOrder&, int) { return Attempt{.succeeded = true}; });
  EXPECT_EQ(make_fail(target, {}).outcome, Outcome::unreached);
}

TEST(FaultExperiment, TellsAFetchThatFailsFromOneThatGetsThrough) {
  ScriptedTarget failing([](const FaultOrder&, int) { return fired(); });
  EXPECT_EQ(make_fail(failing, {}).outcome, Outcome::failed);
  ScriptedTarget trying([](const FaultOrder&, int) { return fired({.succeeded = true}); });
  EXPECT_EQ(make_fail(trying, {}).outcome, Outcome::got_through);
  EXPECT_EQ(trying.attempts, 3);
}

TEST(FaultExperiment, AccusesOfWhatIsLeftAtEachOfTenTries) {
  ScriptedTarget target([](const FaultOrder&, int tries) { return leaving(tries == 7 ? 2 : 3); });
  const FaultExperiment experiment = make_fail(target, {});
  EXPECT_EQ(experiment.harm, Harm::leaves_something);
  EXPECT_EQ(experiment.left.blocks, 2) << "the least";
  EXPECT_EQ(target.attempts, 10);
}

TEST(FaultExperiment, AccusesOfDescriptorsToo) {
  ScriptedTarget target([](const FaultOrder&, int) { return fired({.left = {.descriptors = 1}}); });
  EXPECT_EQ(make_fail(target, {}).harm, Harm::leaves_something);
}

TEST(FaultExperiment, ForgivesOneTryThatLeftNothing) {
  ScriptedTarget target([](const FaultOrder&, int tries) { return leaving(tries == 9 ? 0 : 1); });
  EXPECT_EQ(make_fail(target, {}).outcome, Outcome::failed);
}

TEST(FaultExperiment, AccusesOfBreakingAtOnce) {
  ScriptedTarget target(
      [](const FaultOrder&, int) { return fired({.broke = "it was killed by signal 11"}); });
  const FaultExperiment experiment = make_fail(target, {});
  EXPECT_EQ(experiment.harm, Harm::breaks);
  EXPECT_EQ(experiment.broke, "it was killed by signal 11");
  EXPECT_EQ(target.attempts, 1);
}

TEST(FaultExperiment, AccusesATargetThatNeverReachesTheCallAgain) {
  ScriptedTarget target([](const FaultOrder&, int tries) {
    return tries == 1 ? fired({.fetches_lost = 2}) : Attempt{.fetches_lost = 1};
  });
  EXPECT_EQ(make_fail(target, {}).harm, Harm::does_not_recover);
  EXPECT_EQ(target.starts, 2) << "one to be sure, one for what comes next";
}

TEST(FaultExperiment, DoesNotAccuseOfLostFetchesIfAFreshTargetRecovers) {
  ScriptedTarget worn(
      [&](const FaultOrder&, int) { return fired({.fetches_lost = worn.starts == 0 ? 1 : 0}); });
  EXPECT_EQ(make_fail(worn, {}).outcome, Outcome::failed);
}

TEST(FaultExperiment, RestartsATargetThatFailsBeforeTheCall) {
  ScriptedTarget target([&](const FaultOrder&, int) {
    return target.starts == 0 ? Attempt{.fetches_lost = 1} : fired();
  });
  EXPECT_EQ(make_fail(target, {}).outcome, Outcome::failed);
}

}  // namespace
}  // namespace leakproof::torture
