// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <ostream>
#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "findings.hpp"
#include "judge/conclude.hpp"
#include "model/verdict.hpp"

namespace leakproof {
namespace {

using enum Ruling;
using testing::finding;
using testing::onlooker;

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

TEST(Conclude, NamesTheOpenSeriesThatRises) {
  Finding rising = finding("heap_blocks", inconclusive);
  rising.verdict.growth = {2, 2, 2};
  rising.verdict.reason = "it rises";
  EXPECT_EQ(conclude(std::vector{finding("connections", inconclusive), rising}).reason,
            "heap_blocks: it rises");
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
     "no metric that decides the ruling is observable"},
    {"NothingIsNotClean",
     {},
     Conclusion::inconclusive,
     "no metric that decides the ruling is observable"},
};

INSTANTIATE_TEST_SUITE_P(Conclude, Concluding, ::testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace leakproof
