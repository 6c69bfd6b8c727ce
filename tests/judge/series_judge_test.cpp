// SPDX-License-Identifier: MIT
#include "judge/series_judge.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "recording.hpp"
#include "usages.hpp"

namespace leakproof {
namespace {

using enum Role;
using testing::by_16;
using testing::flat;
using ::testing::HasSubstr;
using testing::heap_bytes;

constexpr Criteria private_memory{.tolerable_per_fetch = 100, .quantum = 4096, .slack = 256 << 10};

/// A series as in a trial: read after each batch, and looked at whenever a look is due.
class Watched {
 public:
  explicit Watched(Role role, Criteria criteria = heap_bytes, std::string uncollected = "")
      : judge(role, criteria, std::move(uncollected)) {}

  Watched& until(std::int64_t end, const Usage& usage) {
    for (const Sample& sample : recording(usage, end)) {
      if (!samples.empty() && sample.fetches <= samples.back().fetches) continue;
      samples.push_back(sample);
      if (judge.is_due(sample.fetches)) judge.look(samples);
    }
    return *this;
  }

  void confirm() { judge.confirm(samples); }

  Verdict finish(Ending ending, bool at_limit = false) {
    judge.finish(samples, ending, at_limit);
    return judge.verdict();
  }

  SeriesJudge judge;
  std::vector<Sample> samples{};
};

TEST(SeriesJudge, IsOpenBeforeItsFirstLook) {
  Watched watched(decides);
  EXPECT_TRUE(watched.judge.is_open());
  EXPECT_EQ(watched.judge.verdict().reason, "not looked at yet");
  EXPECT_FALSE(watched.judge.is_due(1999));
  EXPECT_TRUE(watched.judge.is_due(2000));
}

TEST(SeriesJudge, SettlesOnClean) {
  Watched watched(decides);
  watched.until(2100, flat);
  EXPECT_FALSE(watched.judge.is_open());
  EXPECT_FALSE(watched.judge.leaks());
  EXPECT_EQ(watched.judge.verdict().ruling, Ruling::clean);
}

TEST(SeriesJudge, LooksNoMoreAtALeak) {
  Watched watched(decides);
  watched.until(3100, by_16);
  EXPECT_TRUE(watched.judge.leaks());
  EXPECT_FALSE(watched.judge.is_open());
  EXPECT_FALSE(watched.judge.is_due(1'000'000));
}

double late(double n) { return by_16(std::max(n, 2200.0)); }

TEST(SeriesJudge, ReopensWhatTheLookAtTheEndDoesNotFindClean) {
  Watched watched(decides);
  watched.until(2100, late);
  ASSERT_FALSE(watched.judge.is_open());
  watched.until(2900, late).confirm();
  EXPECT_TRUE(watched.judge.is_open());
  EXPECT_EQ(watched.judge.verdict().ruling, Ruling::inconclusive);
}

TEST(SeriesJudge, ClosesWhatTheLookAtTheEndFindsClean) {
  Watched watched(decides);
  watched.until(2100, flat).until(2500, flat).confirm();
  EXPECT_FALSE(watched.judge.is_open());
  EXPECT_GE(watched.judge.verdict().fetches, 2500) << "the verdict is that of the last look";
}

TEST(SeriesJudge, ClosesWhatItReopenedAtALaterCleanLook) {
  const Usage jump = [](double n) { return n < 2200 ? 1e6 : 1.1e6; };
  Watched watched(decides);
  watched.until(2300, jump).confirm();
  ASSERT_TRUE(watched.judge.is_open());
  watched.until(30'000, jump);
  EXPECT_FALSE(watched.judge.is_open());
}

TEST(SeriesJudge, AccusesWhatRisesTwiceAfterItWasCleared) {
  Watched watched(decides);
  watched.until(2100, late).until(30'500, late);
  EXPECT_TRUE(watched.judge.leaks());
}

TEST(SeriesJudge, EndsOnNoOlderVerdictThanItsLastLook) {
  const Usage noisy_later = [](double n) { return n < 2500 ? 1e6 : 9e5 * std::fmod(n * n, 17); };
  Watched watched(decides);
  watched.until(2900, noisy_later);
  EXPECT_FALSE(watched.judge.is_open());
  EXPECT_EQ(watched.finish(Ending::budget).ruling, Ruling::inconclusive);
}

TEST(SeriesJudge, TakesNoFurtherLookWhereNothingIsOpen) {
  Watched watched(decides);
  watched.until(2100, flat).confirm();
  EXPECT_EQ(watched.until(2900, late).finish(Ending::none).ruling, Ruling::clean);
}

TEST(SeriesJudge, IsOpenAsItsRoleHasIt) {
  for (const auto& [role, open] : {std::pair(decides, true), std::pair(fallback, true),
                                   std::pair(one_sided, false), std::pair(informational, false)}) {
    Watched watched(role);
    EXPECT_EQ(watched.judge.role(), role);
    EXPECT_EQ(watched.judge.is_open(), open);
    watched.until(2100, flat).confirm();
    EXPECT_FALSE(watched.judge.is_open());
  }
}

TEST(SeriesJudge, FollowsAOneSidedSeriesThatRisesUntilItLeaks) {
  Watched watched(one_sided);
  watched.until(2100, by_16).confirm();
  EXPECT_TRUE(watched.judge.is_open());
  EXPECT_FALSE(watched.judge.leaks());
  watched.until(3100, by_16);
  EXPECT_TRUE(watched.judge.leaks());
}

TEST(SeriesJudge, FollowsAOneSidedSeriesNoLongerThanItRises) {
  const Usage ends = [](double n) { return by_16(std::min(n, 2300.0)); };
  Watched watched(one_sided);
  watched.until(2100, ends).confirm();
  ASSERT_TRUE(watched.judge.is_open());
  watched.until(3100, ends);
  EXPECT_FALSE(watched.judge.is_open());
  EXPECT_FALSE(watched.judge.leaks());
}

// A runtime compiles code at first, and beside that a block is lost in each fetch.
TEST(SeriesJudge, FollowsAOneSidedSeriesThroughItsWarmUp) {
  const Usage warming_up = [](double n) { return by_16(n) + 400 * std::sqrt(std::min(n, 4000.0)); };
  Watched watched(one_sided);
  watched.until(2100, warming_up).confirm();
  ASSERT_FALSE(watched.judge.verdict().rises) << "it fades";
  EXPECT_TRUE(watched.judge.is_open());
  watched.until(23'000, warming_up);
  EXPECT_TRUE(watched.judge.leaks());
}

TEST(SeriesJudge, FollowsNoOneSidedSeriesThatIsMerelyUnclear) {
  Watched watched(one_sided);
  watched.until(2100, [](double n) { return 9e5 * std::fmod(n * n, 17); }).confirm();
  EXPECT_FALSE(watched.judge.is_open());
}

TEST(SeriesJudge, FollowsUnexplainedMemoryUntilItIsShownToBeFlat) {
  const Usage unclear = [](double n) { return 9e5 * std::fmod(n * n, 17); };
  Criteria followed = heap_bytes;
  followed.is_followed = true;
  Watched watched(one_sided, followed);
  watched.until(2100, unclear).confirm();
  EXPECT_TRUE(watched.judge.is_open());
  Watched still(one_sided, followed);
  still.until(2100, flat).confirm();
  EXPECT_FALSE(still.judge.is_open());
}

TEST(SeriesJudge, FollowsNothingThatOnlyInforms) {
  Watched watched(informational);
  watched.until(3100, by_16).confirm();
  EXPECT_FALSE(watched.judge.is_open());
  EXPECT_EQ(watched.judge.verdict().ruling, Ruling::leaks);
}

TEST(SeriesJudge, KnowsASeriesThatIsNoLongerRead) {
  const std::vector<Sample> samples{{0, 7}, {1000, 7}};
  EXPECT_FALSE(has_ceased(samples, 1000));
  EXPECT_FALSE(has_ceased(samples, 1078)) << "a twelfth of seven eighths is 78";
  EXPECT_TRUE(has_ceased(samples, 1079));
  EXPECT_FALSE(has_ceased({}, 0));
  EXPECT_TRUE(has_ceased({}, 1));
}

TEST(SeriesJudge, GivesAnUncollectedHeapTheSlackOfItsGarbage) {
  Watched collected(fallback, private_memory);
  collected.until(4600, flat);
  EXPECT_FALSE(collected.judge.is_open());
  Watched uncollected(fallback, private_memory, "python");
  uncollected.until(100'000, flat);
  EXPECT_TRUE(uncollected.judge.is_open());
  // A slack of 16 MiB is 100 B/fetch over 170,000 fetches, plus an eighth for warm-up.
  uncollected.until(300'000, flat);
  EXPECT_FALSE(uncollected.judge.is_open());
}

TEST(SeriesJudge, LeavesGrowthOpenWhereCollectionIsNotForced) {
  const Usage steep = [](double n) { return 4096 * n; };
  Watched watched(fallback, private_memory, "V8");
  watched.until(3100, steep);
  EXPECT_FALSE(watched.judge.leaks());
  const Verdict verdict = watched.finish(Ending::budget);
  EXPECT_EQ(verdict.ruling, Ruling::inconclusive);
  EXPECT_EQ(verdict.reason, "grows; collection not forced (V8)");
}

// As a JIT that compiles nothing for a while.
TEST(SeriesJudge, AccusesNoOneSidedSeriesOfWhichAWindowHardlyRises) {
  const Usage pausing = [](double n) { return 100 * n - 99.6 * std::clamp(n - 1500, 0.0, 1200.0); };
  for (const Role role : {one_sided, decides}) {
    Watched watched(role);
    watched.until(7000, pausing);
    EXPECT_EQ(watched.judge.leaks(), role == decides);
  }
}

// As the native heap of a JVM that compiles code: a little in every window, and much in two.
double uneven(double n) { return n / 10 + (n > 1200 ? 3e6 : 0) + (n > 2600 ? 3e6 : 0); }

TEST(SeriesJudge, AccusesAOneSidedSeriesOnlyOfEvenGrowth) {
  Watched watched(one_sided);
  watched.until(4600, uneven);
  EXPECT_FALSE(watched.judge.leaks());
  EXPECT_TRUE(Watched(decides).until(4600, by_16).judge.leaks());
  const auto leaking = [](double n) { return uneven(n) + 1000 * n; };
  EXPECT_TRUE(Watched(one_sided).until(4600, leaking).judge.leaks());
}

TEST(SeriesJudge, FollowsDescriptorsThatACollectionMightClose) {
  Watched watched(decides, heap_bytes, "Go");
  watched.until(3100, by_16);
  EXPECT_FALSE(watched.judge.leaks());
  EXPECT_TRUE(watched.judge.is_open()) << "until they reach their limit";
  const Verdict open = Watched(watched).finish(Ending::budget);
  EXPECT_EQ(open.ruling, Ruling::inconclusive);
  EXPECT_EQ(open.reason, "grows; collection not forced (Go)");
  const Verdict at_limit = watched.finish(Ending::cap, true);
  EXPECT_EQ(at_limit.ruling, Ruling::leaks);
  EXPECT_THAT(at_limit.reason, HasSubstr("until it reached its limit"));
  EXPECT_THAT(at_limit.reason, HasSubstr("; collection not forced (Go)"));
  EXPECT_TRUE(watched.judge.leaks());
}

TEST(SeriesJudge, AccusesWhatRoseUpToItsLimit) {
  Watched watched(decides);
  watched.until(100, by_16);
  EXPECT_EQ(Watched(watched).finish(Ending::none).ruling, Ruling::inconclusive);
  const Verdict verdict = watched.finish(Ending::none, true);
  EXPECT_EQ(verdict.ruling, Ruling::leaks);
  EXPECT_THAT(verdict.reason, HasSubstr("until it reached its limit"));
}

TEST(SeriesJudge, PrefersItsOwnVerdictToThatOfTheLimit) {
  Watched watched(decides);
  watched.until(3100, by_16);
  EXPECT_THAT(watched.finish(Ending::cap, true).reason, HasSubstr("at two run lengths"));
}

TEST(SeriesJudge, HasNothingToSayWithoutReadings) {
  Watched watched(decides);
  const Verdict verdict = watched.finish(Ending::budget, true);
  EXPECT_EQ(verdict.ruling, Ruling::inconclusive);
  EXPECT_EQ(verdict.reason, "not looked at yet");
}

}  // namespace
}  // namespace leakproof
