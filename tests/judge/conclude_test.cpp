// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <judge/conclude.hpp>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/verdict.hpp"
#include "support/metrics.hpp"

namespace leakproof {
namespace {

using enum Ruling;

Finding finding(const std::string& metric, Ruling ruling, double per_fetch = 0) {
  return {.series = {.metric = testing::metric_named(metric)},
          .verdict = {.ruling = ruling, .growth = {.per_fetch = per_fetch}, .reason = "it moves"},
          .decides = true};
}

Finding onlooker(const std::string& metric, Ruling ruling) {
  auto found = finding(metric, ruling);
  found.decides = false;
  return found;
}

Finding tolerated_growth(const std::string& metric, double per_fetch, double up_to) {
  auto found = finding(metric, clean, per_fetch);
  found.verdict.growth = {.per_fetch = per_fetch, .low = per_fetch, .high = per_fetch};
  found.series.metric.tolerated_per_fetch = up_to;
  return found;
}

struct Case {
  std::string name{};
  std::vector<Finding> findings{};
  Conclusion ruling{};
  std::string reason{};
};

void PrintTo(const Case& shown, std::ostream* out) { *out << shown.name; }

class Concluding : public ::testing::TestWithParam<Case> {};

TEST_P(Concluding, FromFindings) {
  const auto& [name, findings, ruling, reason] = GetParam();
  const auto judgement = conclude(findings);
  EXPECT_EQ(judgement.ruling, ruling);
  EXPECT_EQ(judgement.reason, reason);
}

const std::vector<Case> cases{
    {"OneLeakIsEnoughAndAllAreNamed",
     {finding("heap_blocks", leaks, 58), finding("heap_bytes", inconclusive),
      finding("descriptors", leaks, 3), finding("threads", clean)},
     Conclusion::leaks,
     "heap_blocks +58.0/fetch, descriptors +3.00/fetch"},
    {"LargeGrowthHasNoExponent",
     {finding("heap_bytes", leaks, 16432.4)},
     Conclusion::leaks,
     "heap_bytes +16,432 B/fetch"},
    {"ToleratedGrowthIsCleanButNamed",
     {finding("heap_blocks", clean), tolerated_growth("heap_bytes", 12, 16)},
     Conclusion::clean,
     "no growth in heap_blocks; heap_bytes +12.0 B/fetch is tolerated (up to 16 B/fetch)"},
    {"ToleratedGrowthAlone",
     {tolerated_growth("heap_bytes", 12, 16)},
     Conclusion::clean,
     "heap_bytes +12.0 B/fetch is tolerated (up to 16 B/fetch)"},
    {"AllClean",
     {finding("heap_blocks", clean), finding("descriptors", clean)},
     Conclusion::clean,
     "no growth in heap_blocks, descriptors"},
    {"OneUndecidedIsEnoughToDoubt",
     {finding("heap_blocks", clean), finding("threads", inconclusive),
      finding("heap_bytes", inconclusive)},
     Conclusion::inconclusive,
     "threads: it moves"},
    {"OnlookersDoNotDecide",
     {onlooker("anonymous", leaks), finding("heap_blocks", clean),
      onlooker("resident", inconclusive)},
     Conclusion::clean,
     "no growth in heap_blocks"},
    {"OnlookersAloneDecideNothing",
     {onlooker("anonymous", clean)},
     Conclusion::inconclusive,
     "nothing that decides can be observed here"},
    {"NothingIsNotClean",
     {},
     Conclusion::inconclusive,
     "nothing that decides can be observed here"},
};

INSTANTIATE_TEST_SUITE_P(Conclude, Concluding, ::testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

// Live heap and mapped bytes, and behind them one that is to be renamed or not.
std::vector<Finding> beside_a_flat_heap(Finding other) {
  return {finding("heap_blocks", clean), finding("heap_bytes", clean),
          finding("mapped_bytes", clean), std::move(other)};
}

Verdict named(std::vector<Finding> findings) {
  name_retention(findings);
  return findings.back().verdict;
}

TEST(NameRetention, RenamesGrowthThatTheHeapDoesNotExplain) {
  const auto verdict = named(beside_a_flat_heap(onlooker("anonymous", leaks)));
  EXPECT_EQ(verdict.ruling, inconclusive);
  EXPECT_THAT(verdict.reason, ::testing::HasSubstr("retention or fragmentation in the allocator"));
}

TEST(NameRetention, LeavesEverythingElseAlone) {
  for (const auto& other : {finding("descriptors", leaks), onlooker("anonymous", clean),
                            onlooker("anonymous", inconclusive), onlooker("resident", leaks)}) {
    const auto verdict = named(beside_a_flat_heap(other));
    EXPECT_EQ(verdict.ruling, other.verdict.ruling);
    EXPECT_EQ(verdict.reason, "it moves");
  }
}

TEST(NameRetention, RenamesNothingThatDecides) {
  auto deciding = onlooker("anonymous", leaks);
  deciding.decides = true;
  EXPECT_EQ(named(beside_a_flat_heap(deciding)).ruling, leaks);
}

TEST(NameRetention, NeedsAllThreeToBeThereAndClean) {
  for (std::size_t i = 0; i < 3; ++i) {
    auto findings = beside_a_flat_heap(onlooker("anonymous", leaks));
    findings[i].verdict.ruling = inconclusive;
    EXPECT_EQ(named(findings).ruling, leaks);
    findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(named(findings).ruling, leaks);
  }
}

TEST(Expected, FollowsFromTheClientAndTheScenario) {
  constexpr auto clears = Conclusion::clean;
  constexpr auto accuses = Conclusion::leaks;
  struct Row {
    Expectation expect;
    Conclusion whole_body, no_body, broken_body, refused;
  };
  for (const auto& [expect, whole_body, no_body, broken_body, refused] :
       {Row{Expectation::clean, clears, clears, clears, clears},
        Row{Expectation::leaks, accuses, accuses, accuses, accuses},
        Row{Expectation::leaks_with_body, accuses, clears, clears, clears},
        Row{Expectation::leaks_on_failure, clears, clears, accuses, accuses}}) {
    const auto of = [expect = expect](ExpectedOutcome expected_outcome, bool has_body) {
      return expected(
          {.trial = {.scenario = {.expected_outcome = expected_outcome, .has_body = has_body},
                     .expect = expect}});
    };
    EXPECT_EQ(of(ExpectedOutcome::whole_reply, true), whole_body);
    EXPECT_EQ(of(ExpectedOutcome::whole_reply, false), no_body);
    EXPECT_EQ(of(ExpectedOutcome::error, true), broken_body);
    EXPECT_EQ(of(ExpectedOutcome::time_out, false), refused);
  }
}

TEST(Expected, FollowsFromWhatCameWhereThatIsTheClientsToSay) {
  Result result{.trial = {.scenario = {.expected_outcome = ExpectedOutcome::either},
                          .expect = Expectation::leaks_on_failure}};
  EXPECT_EQ(expected(result), Conclusion::clean);
  result.failed = 1;
  EXPECT_EQ(expected(result), Conclusion::leaks);
  result.trial.scenario.expected_outcome = ExpectedOutcome::whole_reply;
  EXPECT_EQ(expected(result), Conclusion::clean);
  result.trial.client_usage.cancel_after = 1;
  EXPECT_EQ(expected(result), Conclusion::leaks);
}

TEST(Expected, FollowsFromScenariosAndGroupsThatAreNamed) {
  const auto of = [](const char* name, const char* group) {
    return expected({.trial = {.scenario = {.name = name, .group = group},
                               .leaks_on = "uploads,unique-cookies"}});
  };
  EXPECT_EQ(of("plain", "basic"), Conclusion::clean);
  EXPECT_EQ(of("unique-cookies", "keys"), Conclusion::leaks);
  EXPECT_EQ(of("unique-cookie", "keys"), Conclusion::clean);
  EXPECT_EQ(of("multipart", "uploads"), Conclusion::leaks);
}

}  // namespace
}  // namespace leakproof
