// SPDX-License-Identifier: MIT
#include "worker/rounds.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace leakproof {
namespace {

TEST(Rounds, AreSoughtWhereAClientWaitsWithFewerRequestsThanItMakes) {
  Rounds rounds;
  EXPECT_FALSE(rounds.are_sought());
  rounds.stopped(8);
  rounds.stopped(8);
  EXPECT_FALSE(rounds.are_sought()) << "threads that each go on by themselves";
  rounds.stopped(3);
  EXPECT_TRUE(rounds.are_sought());
  EXPECT_FALSE(rounds.are_known());
  rounds.ended(20, false);
  EXPECT_TRUE(rounds.are_known());
}

TEST(Rounds, AreNotSoughtWhereRequestsAreMadeOneAfterTheOther) {
  Rounds rounds;
  for (int i = 0; i < 10; ++i) rounds.stopped(1);
  EXPECT_FALSE(rounds.are_sought());
}

Rounds sought() {
  Rounds rounds;
  rounds.stopped(8);
  rounds.stopped(3);
  return rounds;
}

TEST(Rounds, AreGivenUpAfterThreeThatDidNotEnd) {
  Rounds rounds = sought();
  rounds.did_not_end();
  rounds.did_not_end();
  EXPECT_TRUE(rounds.are_sought());
  rounds.did_not_end();
  EXPECT_FALSE(rounds.are_sought());
}

TEST(Rounds, AreGivenUpWhereEveryOtherOneDoesNotEnd) {
  Rounds rounds = sought();
  for (int i = 0; i < 5; ++i) {
    rounds.ended(20 * (2 * i + 1), false);
    EXPECT_TRUE(rounds.are_known());
    rounds.did_not_end();
  }
  rounds.did_not_end();
  EXPECT_FALSE(rounds.are_known());
  EXPECT_FALSE(rounds.are_sought());

  Rounds often = sought();
  for (int i = 0; i < 100; ++i) {
    if (i % 4 == 3) {
      often.did_not_end();
    } else {
      often.ended(20 * i, false);
    }
  }
  EXPECT_TRUE(often.are_known());
}

TEST(Rounds, AreForgottenWhereEachRequestIsMadeAlone) {
  Rounds rounds = sought();
  rounds.ended(3, false);
  for (int i = 1; i <= 7; ++i) rounds.ended(3 + i, true);
  EXPECT_TRUE(rounds.are_known());
  rounds.ended(11, true);
  EXPECT_FALSE(rounds.are_known());
  EXPECT_FALSE(rounds.are_sought());
  rounds.stopped(1);
  rounds.stopped(1);
  EXPECT_FALSE(rounds.are_sought());
  rounds.stopped(2);
  rounds.stopped(1);
  EXPECT_TRUE(rounds.are_sought());
}

TEST(Rounds, EndAtMultiplesOfTheirLengthOnceItIsKnown) {
  Rounds rounds;
  for (const std::int64_t end : {19, 39, 79, 139}) rounds.ended(end, false);
  EXPECT_FALSE(rounds.is_end(159)) << "only two agree: the first end was not counted from another";
  rounds.ended(199, false);
  EXPECT_TRUE(rounds.is_end(219));
  EXPECT_TRUE(rounds.is_end(239));
  EXPECT_FALSE(rounds.is_end(218));
  EXPECT_FALSE(rounds.is_end(220));
  rounds.ended(222, false);
  EXPECT_FALSE(rounds.is_end(242)) << "their lengths differ";
}

TEST(Rounds, LearnTheirLengthFromSeveralAtATime) {
  Rounds rounds;
  for (const std::int64_t end : {40, 100, 140, 200, 240}) rounds.ended(end, false);
  EXPECT_TRUE(rounds.is_end(260));
  EXPECT_FALSE(rounds.is_end(250));
}

TEST(Rounds, OfVaryingLengthEndNowhereForSure) {
  Rounds rounds;
  std::int64_t end = 0;
  for (const std::int64_t length : {12, 20, 30, 14, 26, 16, 10, 22, 14, 25, 18, 12}) {
    rounds.ended(end += length, false);
    EXPECT_FALSE(rounds.is_end(end + 60)) << end;
  }
}

TEST(Rounds, OfOneRequestEndNowhereForSure) {
  Rounds rounds;
  for (int i = 1; i < 20; ++i) rounds.ended(i, false);
  EXPECT_FALSE(rounds.is_end(20));
}

}  // namespace
}  // namespace leakproof
