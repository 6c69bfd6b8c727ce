// SPDX-License-Identifier: MIT
#include "attribution/adviser.hpp"

#include <gmock/gmock.h>

#include <ostream>
#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "judge/conclude.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/metric.hpp"
#include "model/scenario.hpp"
#include "model/verdict.hpp"
#include "support/metrics.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t fetches = 1000;

Finding grown(const std::string& metric, double per_fetch) {
  return {.series = {.metric = testing::metric_named(metric)},
          .verdict = {.ruling = Ruling::leaks, .growth = {.per_fetch = per_fetch}},
          .decides = true};
}

Result result(Conclusion ruling, std::vector<Finding> findings = {}, Ledger ledger = {}) {
  ledger.requests = fetches;
  return {.trial = {.client = "mine", .scenario = {.name = "plain", .group = "basic"}},
          .ruling = ruling,
          .fetches = fetches,
          .ledger = ledger,
          .findings = std::move(findings)};
}

Result leaking(std::vector<Finding> findings, Ledger ledger = {}) {
  return result(Conclusion::leaks, std::move(findings), ledger);
}

Result failing(Result trial) {
  trial.failed = trial.fetches;
  return trial;
}

Result getting(ExpectedOutcome expected_outcome, Result result) {
  result.trial.scenario.expected_outcome = expected_outcome;
  return result;
}

Result in_group(Result trial, const std::string& group) {
  trial.trial.scenario.group = group;
  return trial;
}

Result in_threads(Result trial) {
  trial.trial.client_usage.thread_each = true;
  return trial;
}

Result with_peak(Result trial, std::int64_t bytes) {
  trial.peak_bytes = bytes;
  return trial;
}

Result retaining() {
  auto findings = std::vector{grown("heap_blocks", 0), grown("heap_bytes", 0),
                              grown("mapped_bytes", 0), grown("anonymous", 4096)};
  for (std::size_t i = 0; i < 3; ++i) findings[i].verdict.ruling = Ruling::clean;
  findings[3].decides = false;
  name_retention(findings);
  return result(Conclusion::clean, findings);
}

struct Case {
  std::string name{};
  Result result{};
  std::string kind{};  // empty: no advice
};

void PrintTo(const Case& shown, std::ostream* out) { *out << shown.name; }

class Advising : public ::testing::TestWithParam<Case> {};

TEST_P(Advising, TellsTheKind) {
  Adviser adviser;
  const auto advice = adviser.advise(GetParam().result);
  EXPECT_EQ(advice ? advice->kind : "", GetParam().kind);
  if (advice) {
    EXPECT_NE(advice->evidence, "");
    EXPECT_NE(advice->suggestion, "");
  }
}

constexpr std::int64_t mebibyte = 1 << 20;

const std::vector<Case> cases{
    {"DescriptorsAndConnections",
     leaking({grown("descriptors", 1), grown("connections", 1), grown("heap_blocks", 58)}),
     "connection never closed"},
    {"HeldAfterTheOriginClosed", leaking({grown("descriptors", 1)}, {.close_wait = 990}),
     "connection never closed"},
    {"ConnectionsWithBytesThatNobodyRead",
     leaking({grown("descriptors", 1), grown("connections", 1)}, {.unread_bytes = 16'000'000}),
     "body not read"},
    {"DescriptorsAlone", leaking({grown("descriptors", 1)}, {.close_wait = 0}),
     "descriptor never closed"},
    {"WholeReplies",
     leaking({grown("heap_blocks", 2), grown("heap_bytes", 16432)}, {.sent_bytes = 16'500'000}),
     "response kept"},
    {"FewBytesOfLargeReplies",
     leaking({grown("heap_blocks", 1), grown("heap_bytes", 24)}, {.sent_bytes = 16'500'000}),
     "block never freed"},
    {"ManySmallBlocksAsLargeAsTheReply",
     leaking({grown("heap_blocks", 40), grown("heap_bytes", 17000)}, {.sent_bytes = 16'500'000}),
     "block never freed"},
    {"PerKey", in_group(leaking({grown("heap_bytes", 120)}), "keys"), "per-key cache"},
    {"Threads", leaking({grown("threads", 1), grown("heap_blocks", 2)}), "thread never joined"},
    {"EachThreadLeavesSomething", in_threads(leaking({grown("heap_blocks", 2)})),
     "per-thread state"},
    {"OnErrors", failing(leaking({grown("descriptors", 1), grown("connections", 1)})),
     "leak on error only"},
    {"Mappings", leaking({grown("mapped_bytes", 4096)}), "mapping never unmapped"},
    {"Retention", retaining(), "allocator retention"},
    {"PeakAsLargeAsTheReply",
     with_peak(result(Conclusion::clean, {}, {.sent_bytes = 16 * mebibyte * fetches}),
               36 * mebibyte),
     "peak follows the payload"},
    {"PeakBelowTheReply",
     with_peak(result(Conclusion::clean, {}, {.sent_bytes = 16 * mebibyte * fetches}),
               12 * mebibyte),
     ""},
    {"AConnectionEach",
     result(Conclusion::clean, {}, {.connections = fetches, .closed_by_client = fetches}),
     "pool not used"},
    {"AConnectionEachThatTheOriginCloses",
     result(Conclusion::clean, {}, {.connections = fetches, .closed_by_client = 0}), ""},
    {"AConnectionEachWhereNoReplyIsWhole",
     getting(ExpectedOutcome::either,
             result(Conclusion::clean, {}, {.connections = fetches, .closed_by_client = fetches})),
     ""},
    {"AConnectionEachOfFetchesThatFail",
     failing(result(Conclusion::clean, {}, {.connections = fetches, .closed_by_client = fetches})),
     ""},
    {"OneConnection", result(Conclusion::clean, {}, {.connections = 1}), ""},
    {"Invalid", result(Conclusion::invalid, {grown("descriptors", 1)}), ""},
};

INSTANTIATE_TEST_SUITE_P(From, Advising, ::testing::ValuesIn(cases),
                         [](const auto& one) { return one.param.name; });

TEST(Adviser, BlamesTheErrorOnlyWhereTheClientIsNotKnownToLeakAnyway) {
  const Result on_error = failing(leaking({grown("descriptors", 1), grown("connections", 1)}));
  Adviser knows_it_leaks;
  knows_it_leaks.advise(leaking({grown("descriptors", 1), grown("connections", 1)}));
  EXPECT_EQ(knows_it_leaks.advise(on_error).value().kind, "connection never closed");
  Adviser knows_it_clean;
  knows_it_clean.advise(result(Conclusion::clean));
  const auto advice = knows_it_clean.advise(on_error).value();
  EXPECT_EQ(advice.kind, "leak on error only");
  EXPECT_THAT(advice.evidence, ::testing::HasSubstr("where they succeed this client is clean"));
}

TEST(Adviser, DoesNotTakeOneClientForAnother) {
  Adviser adviser;
  adviser.advise(leaking({grown("descriptors", 1), grown("connections", 1)}));
  Result other = failing(leaking({grown("descriptors", 1), grown("connections", 1)}));
  other.trial.client = "another";
  EXPECT_EQ(adviser.advise(other).value().kind, "leak on error only");
}

Result keeping(double bytes, double blocks, std::int64_t reply) {
  return leaking({grown("heap_blocks", blocks), grown("heap_bytes", bytes)},
                 {.sent_bytes = reply * fetches});
}

TEST(Adviser, TakesNoKeyForTheCauseWhereAClientLeaksWithoutOne) {
  Adviser adviser;
  adviser.advise(keeping(48, 2, 16'384));
  EXPECT_EQ(adviser.advise(in_group(keeping(48, 2, 16'384), "keys")).value().kind,
            "block never freed");
}

TEST(Adviser, TakesALeakForEachKeyForNoOtherLeak) {
  Adviser adviser;
  adviser.advise(in_group(leaking({grown("heap_bytes", 120)}), "keys"));
  EXPECT_EQ(adviser.advise(failing(leaking({grown("descriptors", 1)}))).value().kind,
            "leak on error only");
}

TEST(Adviser, KnowsThatWhatIsTheSameOfLargerRepliesIsNoReply) {
  Adviser adviser;
  EXPECT_EQ(adviser.advise(keeping(1'176, 5, 16'384)).value().kind, "block never freed");
  EXPECT_EQ(adviser.advise(keeping(1'176, 5, 900)).value().kind, "block never freed");
  Adviser knows_nothing;
  EXPECT_EQ(knows_nothing.advise(keeping(1'176, 5, 900)).value().kind, "response kept");
}

TEST(Adviser, KnowsAKeeperOfRepliesBySmallOnesToo) {
  Adviser adviser;
  EXPECT_EQ(adviser.advise(keeping(16'448, 2, 16'384)).value().kind, "response kept");
  EXPECT_EQ(adviser.advise(keeping(56, 2, 100)).value().kind, "response kept");
}

}  // namespace
}  // namespace leakproof
