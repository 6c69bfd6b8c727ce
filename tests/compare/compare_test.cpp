// SPDX-License-Identifier: MIT
#include "compare/compare.hpp"

#include <gmock/gmock.h>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "report/made_up.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = Change::Kind;
using testing::made_up;

auto is(Kind kind, const std::string& what) {
  return AllOf(Field(&Change::kind, kind), Field(&Change::what, HasSubstr(what)));
}

std::vector<Change> compare(const Result& base, const Result& now) {
  return leakproof::compare(std::vector{base}, std::vector{now});
}

Finding& heap_bytes(Result& result) { return result.findings[1]; }

Result growing(double low, double per_fetch, double high) {
  Result result = made_up("a", "plain", 24);
  heap_bytes(result).verdict.growth = {per_fetch, low, high};
  return result;
}

TEST(Compare, FindsNothingBetweenARunAndItself) {
  std::vector<Result> results = testing::awkward_results();
  EXPECT_THAT(leakproof::compare(results, results), IsEmpty());
}

TEST(Compare, NamesALeakThatIsNew) {
  EXPECT_THAT(compare(made_up("a", "plain", 0), made_up("a", "plain", 16)),
              ElementsAre(is(Kind::worse, "heap_blocks leaks: +1.00/fetch"),
                          is(Kind::worse, "heap_bytes leaks: +16.0 B/fetch [15.7, 16.5]")));
}

TEST(Compare, NamesALeakThatIsMended) {
  EXPECT_THAT(compare(made_up("a", "plain", 16), made_up("a", "plain", 0)),
              ElementsAre(is(Kind::better, "heap_blocks no longer leaks"),
                          is(Kind::better, "heap_bytes no longer leaks")));
}

TEST(Compare, TakesALeakForAnotherOnlyWhereIntervalsAreApart) {
  EXPECT_THAT(compare(growing(95, 100, 105), growing(104, 112, 120)), IsEmpty());
  EXPECT_THAT(compare(growing(95, 100, 105), growing(111, 116, 121)),
              ElementsAre(is(Kind::worse, "heap_bytes leaks more: +116")));
  EXPECT_THAT(compare(growing(111, 116, 121), growing(95, 100, 105)),
              ElementsAre(is(Kind::better, "heap_bytes leaks less: +100")));
}

TEST(Compare, TakesNoDifferenceForOneThatIsTolerated) {
  EXPECT_THAT(compare(growing(100, 100, 100), growing(103, 103, 103)), IsEmpty());
}

TEST(Compare, SaysWhereAVerdictWasLost) {
  Result broken = made_up("a", "plain", 0);
  broken.ruling = Conclusion::invalid;
  broken.reason = "it died";
  EXPECT_THAT(compare(made_up("a", "plain", 0), broken),
              ElementsAre(is(Kind::lost, "clean → invalid: it died")));
  EXPECT_THAT(compare(broken, made_up("a", "plain", 0)),
              ElementsAre(is(Kind::better, "invalid → clean")));
}

TEST(Compare, DoesNotTakeWhatIsNoLongerSeenForClean) {
  Result blind = made_up("a", "plain", 0);
  blind.findings.erase(blind.findings.begin() + 1);
  EXPECT_THAT(compare(made_up("a", "plain", 0), blind),
              ElementsAre(is(Kind::lost, "heap_bytes is no longer observed")));
}

TEST(Compare, MindsOnlyPeaksThatAreFarApart) {
  const auto peaking = [](std::int64_t mib) {
    Result result = made_up("a", "plain", 0);
    result.peak_bytes = mib << 20;
    return result;
  };
  EXPECT_THAT(compare(peaking(20), peaking(30)), IsEmpty());
  EXPECT_THAT(compare(peaking(200), peaking(280)), IsEmpty());
  EXPECT_THAT(compare(peaking(20), peaking(80)), ElementsAre(is(Kind::worse, "peak 80.0 MiB")));
  EXPECT_THAT(compare(peaking(80), peaking(20)), ElementsAre(is(Kind::better, "peak 20.0 MiB")));
}

TEST(Compare, TellsTrialsThatCameAndWentAndClientUsagesApart) {
  Result threaded = made_up("a", "plain", 0);
  threaded.trial.client_usage.threads = 8;
  EXPECT_THAT(leakproof::compare(std::vector{made_up("a", "plain", 0), made_up("b", "plain", 0)},
                                 std::vector{made_up("a", "plain", 0), threaded}),
              ElementsAre(is(Kind::added, "clean"), is(Kind::gone, "was clean")));
}

TEST(Compare, PairsRoundsBySeed) {
  std::vector<Result> base{made_up("a", "plain", 0), made_up("a", "plain", 16)};
  base[1].trial.plan.seed = 2;
  EXPECT_THAT(leakproof::compare(base, std::vector{base[1], base[0]}), IsEmpty());
}

}  // namespace
}  // namespace leakproof
