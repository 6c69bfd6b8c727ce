// SPDX-License-Identifier: MIT
#include "judge/audit.hpp"

#include <gtest/gtest.h>

#include "model/scenario.hpp"

namespace leakproof {
namespace {

Result honest() {
  return {.trial = {.scenario = {.name = "redirect", .requests_per_fetch = 4}},
          .fetches = 100,
          .ledger = {.requests = 400}};
}

Result honest_where_replies_break() {
  return {
      .trial = {.scenario = {.name = "drop-mid-body", .expected_outcome = ExpectedOutcome::error}},
      .fetches = 100,
      .failed = 100,
      .ledger = {.requests = 100, .broken = 100}};
}

TEST(Audit, BelievesWhatTheOriginSaw) {
  EXPECT_EQ(audit(honest()), std::nullopt);
  EXPECT_EQ(audit(honest_where_replies_break()), std::nullopt);
}

TEST(Audit, CatchesFetchesThatNeverReachedTheOrigin) {
  Result result = honest();
  result.ledger.requests = 399;
  EXPECT_EQ(audit(result), "the origin saw 399 requests, but 100 fetches should make 400");
}

TEST(Audit, CatchesAClientThatFailsWhereItNeedNot) {
  Result result = honest();
  result.failed = 1;
  EXPECT_EQ(audit(result),
            "1 of 100 fetches failed, but a correct client receives the whole reply");
}

TEST(Audit, CatchesRepliesThatShouldHaveBrokenOff) {
  Result result = honest_where_replies_break();
  result.ledger.broken = 98;
  EXPECT_EQ(audit(result),
            "the origin counted 98 broken replies, but 100 fetches should cause 100");
}

TEST(Audit, AllowsFewTimeOutsBeforeTheRequest) {
  Result result = honest_where_replies_break();
  result.trial.scenario.expected_outcome = ExpectedOutcome::time_out;
  result.ledger = {.requests = 90, .broken = 90};
  EXPECT_EQ(audit(result), std::nullopt);
  result.ledger = {.requests = 89, .broken = 89};
  EXPECT_NE(audit(result), std::nullopt);
}

TEST(Audit, RemarksOnAClientThatTakesHalfABodyForAWholeOne) {
  Result result = honest_where_replies_break();
  EXPECT_EQ(remark(result), std::nullopt);
  result.failed = 98;
  EXPECT_EQ(audit(result), std::nullopt);
  EXPECT_EQ(remark(result),
            "the client reported success for 2 of 100 fetches that should have failed");
  EXPECT_EQ(remark(honest()), std::nullopt);
}

TEST(Audit, RemarksOnAClientThatMakesTwiceTheRequests) {
  Result result = honest();
  result.ledger.requests = 799;
  EXPECT_EQ(remark(result), std::nullopt);
  result.ledger.requests = 800;
  EXPECT_EQ(audit(result), std::nullopt) << "a call of the client may make several";
  EXPECT_EQ(remark(result), "it made 800 requests for 100 fetches");
}

TEST(Audit, CatchesAClientThatHangsUpAndReportsSuccess) {
  Result result = honest();
  result.ledger.broken = 1;
  EXPECT_EQ(audit(result), std::nullopt);
  result.ledger.broken = 2;
  EXPECT_EQ(audit(result),
            "the client broke off 2 of 400 replies, but reported success for 100 of 100 fetches");
}

TEST(Audit, LetsAClientBreakOffRepliesThatSaysSo) {
  Result result = honest();
  result.leaves_bodies = true;
  result.ledger.broken = 100;
  EXPECT_EQ(audit(result), std::nullopt);
  EXPECT_EQ(remark(result), "it leaves bodies unread, and broke off 100 of 400 replies");
  result.ledger.broken = 0;
  EXPECT_EQ(remark(result), std::nullopt);
}

TEST(Audit, CountsNoRequestOfAFetchThatFailedBeforeIt) {
  Result result = honest();
  result.trial.scenario.is_known = false;
  result.trial.scenario.requests_per_fetch = 1;
  result.failed = 3;
  result.ledger.requests = 97;
  EXPECT_EQ(audit(result), std::nullopt);
  result.ledger.requests = 96;
  EXPECT_EQ(audit(result), "the origin saw 96 requests, but 97 fetches should make 97");
  result.failed = 100;
  result.ledger.requests = 90;
  EXPECT_EQ(audit(result), std::nullopt);
  result.ledger.requests = 89;
  EXPECT_EQ(audit(result), "the origin saw 89 requests, but 90 fetches should make 90")
      << "a client that fails fast looks clean";
}

TEST(Audit, CatchesAnUpstreamThatCannotBeReached) {
  Result result = honest();
  result.trial.scenario.is_known = false;
  result.ledger.without_upstream = 7;
  EXPECT_EQ(audit(result), "the upstream server could not be reached for 7 of 400 requests");
}

TEST(Audit, RemarksOnFailedFetchesAndStrangers) {
  Result result = honest();
  result.trial.scenario.expected_outcome = ExpectedOutcome::either;
  result.failed = 2;
  EXPECT_EQ(remark(result), "2 of 100 fetches failed");
  result.ledger.strangers = 1;
  EXPECT_EQ(remark(result), "1 connection of other processes was refused; 2 of 100 fetches failed");
}

TEST(Audit, HasNothingToSayOfAControl) {
  Result result = honest();
  result.ledger.requests = 0;
  result.trial.fetches_from_origin = false;
  EXPECT_EQ(audit(result), std::nullopt);
}

TEST(Audit, OwesNoRequestToAFetchThatMayFail) {
  Result result{.trial = {.scenario = {.expected_outcome = ExpectedOutcome::either}},
                .fetches = 100,
                .failed = 2};
  result.ledger.requests = 98;
  EXPECT_EQ(audit(result), std::nullopt);
  result.ledger.requests = 97;
  EXPECT_EQ(audit(result), "the origin saw 97 requests, but 98 fetches should make 98");
}

TEST(Audit, KnowsThatNoFetchCanSucceedWithoutAServer) {
  Result result{
      .trial = {.scenario = {.expected_outcome = ExpectedOutcome::error, .requests_per_fetch = 0}},
      .fetches = 100,
      .failed = 100};
  EXPECT_EQ(audit(result), std::nullopt);
  result.failed = 99;
  EXPECT_EQ(audit(result),
            "the worker reported success for 1 of 100 fetches, but none can succeed");
}

TEST(Audit, CountsConnectionsWhereNoRequestArrives) {
  Result result{.trial = {.scenario = {.expected_outcome = ExpectedOutcome::error,
                                       .requests_per_fetch = 0,
                                       .connections_per_fetch = 1}},
                .fetches = 100,
                .failed = 100};
  result.ledger.connections = 99;
  EXPECT_EQ(audit(result), "the origin saw 99 connections, but 100 fetches should make 100");
}

}  // namespace
}  // namespace leakproof
