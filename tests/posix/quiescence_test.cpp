// SPDX-License-Identifier: MIT
#include "posix/quiescence.hpp"

#include <gtest/gtest.h>

#include "posix/process.hpp"
#include "support/run_program.hpp"

namespace leakproof {
namespace {

using namespace std::chrono_literals;

Command shell(const std::string& script) {
  return {.words = {"/bin/sh", "-c", script}, .environment = {"PATH=/usr/bin:/bin"}};
}

TEST(QuiescenceLimit, GivesAProcessThatWaitsForAProcessorWhatABusyMachineNeeds) {
  QuiescenceLimit limit;
  EXPECT_FALSE(limit.is_over(199ms, 0ms));
  EXPECT_TRUE(limit.is_over(200ms, 0ms));
  limit.came_to_rest(100ms);
  EXPECT_FALSE(limit.is_over(399ms, 0ms));
  EXPECT_TRUE(limit.is_over(400ms, 0ms));
  limit.came_to_rest(1ms);
  EXPECT_FALSE(limit.is_over(399ms, 0ms)) << "it may need as much again";
  limit.came_to_rest(10s);
  EXPECT_TRUE(limit.is_over(2s, 0ms));
}

TEST(QuiescenceLimit, GivesAProcessThatRunsItselfLessOnceThatWasInVain) {
  QuiescenceLimit limit;
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(limit.is_over(30ms, 19ms));
    EXPECT_TRUE(limit.is_over(30ms, 20ms));
    limit.did_not(20ms);
  }
  EXPECT_TRUE(limit.is_over(1ms, 1ms));
  limit.came_to_rest(1ms);
  EXPECT_FALSE(limit.is_over(30ms, 19ms));
}

TEST(QuiescenceLimit, DoesNotHoldAgainstAProcessThatItGotNoProcessor) {
  QuiescenceLimit limit;
  for (int i = 0; i < 9; ++i) limit.did_not(1ms);
  EXPECT_FALSE(limit.is_over(30ms, 19ms));
}

TEST(Quiescence, IsThatOfAProcessThatIsBlocked) {
  Process process(shell("echo ready; read end"));
  testing::read_until(process.output(), "ready");
  Quiescence quiescence(process.pid());
  EXPECT_TRUE(quiescence.wait());
}

TEST(Quiescence, IsWaitedForWhileAProcessRuns) {
  // It runs for some milliseconds and then blocks.
  Process process(shell("echo ready; i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done; read end"));
  testing::read_until(process.output(), "ready");
  Quiescence quiescence(process.pid());
  bool is_quiescent = false;
  for (int i = 0; i < 100 && !is_quiescent; ++i) is_quiescent = quiescence.wait();
  EXPECT_TRUE(is_quiescent);
}

TEST(Quiescence, IsNotThatOfAProcessThatNeverRests) {
  Process process(shell("echo ready; while :; do :; done"));
  testing::read_until(process.output(), "ready");
  Quiescence quiescence(process.pid());
  EXPECT_FALSE(quiescence.wait());
}

TEST(Quiescence, IsThatOfAProcessThatHasGone) { EXPECT_TRUE(Quiescence(999'999'999).wait()); }

}  // namespace
}  // namespace leakproof
