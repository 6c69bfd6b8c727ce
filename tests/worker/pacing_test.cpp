// SPDX-License-Identifier: MIT
#include "worker/pacing.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace leakproof {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;
using State = Pacing::State;

constexpr Pacing::Time start{};
constexpr milliseconds patience{30'000};

// The time `time` milliseconds after the start.
Pacing::Time after(int time) { return start + milliseconds(time); }

/// Lets one fetch through that is answered at once, three times, so that the estimated
/// concurrency is one.
Pacing learnt() {
  Pacing pacing(0, patience);
  for (int i = 1; i <= 3; ++i) {
    pacing.order(1, start);
    pacing.look({.passed = i, .held = 1}, start);
    EXPECT_EQ(pacing.look({.passed = i, .held = 1}, after(20)), State::idle);
    pacing.batch({.passed = i, .held = 1});
  }
  pacing.order(10, start);
  return pacing;
}

TEST(Pacing, WaitsUntilAllThatWasOrderedHasPassed) {
  Pacing pacing = learnt();
  EXPECT_EQ(pacing.look({.passed = 12, .held = 1}, start), State::waiting);
  EXPECT_EQ(pacing.next_look(), start + patience);
  EXPECT_EQ(pacing.look({.passed = 13, .held = 0}, start), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 13, .held = 1}, start), State::idle);
}

TEST(Pacing, WaitsUntilAllThatPassedIsAnswered) {
  Pacing pacing = learnt();
  EXPECT_EQ(pacing.look({.passed = 13, .under_way = 1, .held = 1}, start), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 13, .under_way = 0, .held = 1}, start), State::idle);
}

TEST(Pacing, LetsAReplyBeThatTheClientLeavesUnread) {
  Pacing pacing = learnt();
  const GateCounts unread{.passed = 13, .under_way = 1, .held = 1};
  EXPECT_EQ(pacing.look(unread, start), State::waiting);
  EXPECT_EQ(pacing.next_look(), after(100));
  EXPECT_EQ(pacing.look(unread, after(99)), State::waiting);
  EXPECT_EQ(pacing.look(unread, after(100)), State::idle);
}

TEST(Pacing, WaitsForAReplyThatStillMoves) {
  Pacing pacing = learnt();
  pacing.look({.passed = 13, .under_way = 2, .held = 1}, start);
  pacing.look({.passed = 13, .under_way = 1, .held = 1}, after(90));
  EXPECT_EQ(pacing.look({.passed = 13, .under_way = 1, .held = 1}, after(189)), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 13, .under_way = 1, .held = 1}, after(190)), State::idle);
}

TEST(Pacing, TakesAClientThatGivesUpAndAsksAgainForIdle) {
  Pacing pacing(0, patience);
  pacing.order(1, start);
  for (int time = 0; time < 20; time += 4) {
    EXPECT_EQ(pacing.look({.passed = 1, .held = 1}, after(time)), State::waiting);
    EXPECT_EQ(pacing.look({.passed = 1, .held = 0}, after(time + 2)), State::waiting);
  }
  EXPECT_EQ(pacing.look({.passed = 1, .held = 1}, after(20)), State::idle);
}

TEST(Pacing, WaitsForFurtherRequestsOfAClientItDoesNotKnow) {
  Pacing pacing(0, patience);
  pacing.order(1, start);
  EXPECT_EQ(pacing.look({.passed = 1, .held = 1}, start), State::waiting);
  EXPECT_EQ(pacing.next_look(), after(20));
  EXPECT_EQ(pacing.look({.passed = 1, .held = 2}, after(10)), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 1, .held = 2}, after(29)), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 1, .held = 2}, after(30)), State::idle);
}

TEST(Pacing, WaitsForAsManyRequestsAsTheClientIsSaidToMakeAtOnce) {
  Pacing pacing(4, patience);
  pacing.order(1, start);
  EXPECT_EQ(pacing.look({.passed = 1, .held = 3}, start), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 1, .held = 4}, start), State::idle);
}

TEST(Pacing, LearnsTheNumberOfRequestsAtOnce) {
  Pacing pacing(0, patience);
  for (int i = 1; i <= 3; ++i) {
    pacing.order(1, start);
    pacing.look({.passed = i, .held = 2}, start);
    EXPECT_EQ(pacing.look({.passed = i, .held = 2}, after(20)), State::idle) << i;
  }
  pacing.order(1, start);
  EXPECT_EQ(pacing.look({.passed = 4, .held = 1}, start), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 4, .held = 2}, start), State::idle);
}

TEST(Pacing, WaitsForNoMoreThanAnswersWhereThatIsEnough) {
  Pacing pacing(20, patience);
  pacing.order(10, start, Until::answered);
  EXPECT_EQ(pacing.look({.passed = 10, .under_way = 1, .held = 3}, start), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 10, .held = 0}, start), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 10, .held = 3}, start), State::idle);
}

TEST(Pacing, WaitsAtTheEndOfARoundForFurtherRequests) {
  for (const int at_once : {0, 1, 20}) {
    Pacing pacing(at_once, patience);
    pacing.order(10, start, Until::end_of_round);
    EXPECT_EQ(pacing.look({.passed = 10, .held = 1}, start), State::waiting);
    EXPECT_EQ(pacing.look({.passed = 10, .held = 1}, after(19)), State::waiting);
    EXPECT_EQ(pacing.look({.passed = 10, .held = 1}, after(20)), State::idle);
    EXPECT_EQ(pacing.look({.passed = 10, .held = 2}, after(21)), State::idle);
  }
}

TEST(Pacing, AddsToAnOrderWhatExtendsIt) {
  Pacing pacing(1, patience);
  pacing.order(10, start);
  pacing.batch({.passed = 10});
  pacing.order(10, start);
  pacing.extend(5, start, Until::answered);
  EXPECT_EQ(pacing.look({.passed = 20, .held = 1}, start), State::waiting);
  EXPECT_EQ(pacing.look({.passed = 25, .held = 1}, start), State::idle);
  EXPECT_EQ(pacing.batch({.passed = 25}).attempted, 15);
}

TEST(Pacing, IsSilentWhereNothingChangesForItsPatience) {
  Pacing pacing = learnt();
  const GateCounts counts{.passed = 5};
  EXPECT_EQ(pacing.look(counts, after(1)), State::waiting);
  EXPECT_EQ(pacing.look(counts, after(30'000)), State::waiting);
  EXPECT_EQ(pacing.look(counts, after(30'001)), State::silent);
  EXPECT_EQ(pacing.look({.passed = 6}, after(40'000)), State::waiting) << "until something does";
}

TEST(Pacing, CountsItsPatienceFromTheOrder) {
  Pacing pacing(1, patience);
  pacing.order(1, after(50'000));
  EXPECT_EQ(pacing.look({}, after(79'999)), State::waiting);
  EXPECT_EQ(pacing.look({}, after(80'000)), State::silent);
}

TEST(Pacing, TakesRepliesThatBrokeOffForFetchesThatFailed) {
  Pacing pacing(1, patience);
  pacing.order(10, start);
  Batch batch = pacing.batch({.passed = 10, .broken = 3});
  EXPECT_EQ(batch.attempted, 10);
  EXPECT_EQ(batch.failed, 3);
  EXPECT_FALSE(batch.last);
  pacing.order(5, start);
  batch = pacing.batch({.passed = 15, .broken = 4});
  EXPECT_EQ(batch.attempted, 5);
  EXPECT_EQ(batch.failed, 1);
}

TEST(Pacing, EndsWithABatchOfWhatWasFetchedOfTheOrder) {
  Pacing pacing(1, patience);
  pacing.order(10, start);
  pacing.batch({.passed = 10, .broken = 2});
  pacing.order(10, start);
  const Batch whole = pacing.last_batch({.passed = 14, .broken = 2});
  EXPECT_TRUE(whole.last);
  EXPECT_EQ(whole.attempted, 4);
  EXPECT_EQ(whole.failed, 0);
  EXPECT_EQ(pacing.last_batch({.passed = 14, .broken = 5}).failed, 0)
      << "they may have broken off because the client ended";
  EXPECT_EQ(pacing.last_batch({.passed = 14, .broken = 6}).failed, 4) << "all of them";
}

TEST(Pacing, ChecksWhoConnectsMoreAndMoreSeldom) {
  Pacing pacing(1, patience);
  EXPECT_FALSE(pacing.is_check_due()) << "before the first fetch";
  std::vector<int> checked;
  for (int fetches = 1; fetches <= 40; ++fetches) {
    pacing.order(1, start);
    if (pacing.is_check_due()) checked.push_back(fetches);
  }
  EXPECT_THAT(checked, ::testing::ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33));
}

}  // namespace
}  // namespace leakproof
