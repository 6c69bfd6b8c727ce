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

  Verdict finish(Ending ending, bool at_limit = false) {
    judge.finish(samples, ending, at_limit);
    return judge.verdict();
  }

  SeriesJudge judge;
  std::vector<Sample> samples{};
};

TEST(SeriesJudge, IsOpenBeforeItsFirstLook) {
  Watched watched(decides);
  EXPECT_FALSE(watched.judge.is_settled());
  EXPECT_EQ(watched.judge.verdict().reason, "not looked at yet");
  EXPECT_FALSE(watched.judge.is_due(1999));
  EXPECT_TRUE(watched.judge.is_due(2000));
}

TEST(SeriesJudge, SettlesOnClean) {
  Watched watched(decides);
  watched.until(2100, flat);
  EXPECT_TRUE(watched.judge.is_settled());
  EXPECT_TRUE(watched.judge.is_flat());
  EXPECT_FALSE(watched.judge.leaks());
  EXPECT_EQ(watched.judge.verdict().ruling, Ruling::clean);
}

TEST(SeriesJudge, LooksNoMoreAtALeak) {
  Watched watched(decides);
  watched.until(3100, by_16);
  EXPECT_TRUE(watched.judge.leaks());
  EXPECT_TRUE(watched.judge.is_settled());
  EXPECT_FALSE(watched.judge.is_flat());
  EXPECT_FALSE(watched.judge.is_due(1'000'000));
}

TEST(SeriesJudge, IsSpentAfterTheBudget) {
  const Watched watched(decides);
  EXPECT_FALSE(watched.judge.is_spent(22'781));
  EXPECT_TRUE(watched.judge.is_spent(22'782));
}

double late(double n) { return by_16(std::max(n, 2200.0)); }

TEST(SeriesJudge, ReopensWhatRisesAfterItWasCleared) {
  Watched watched(decides);
  for (std::int64_t end = 2100; end < 22'000; end += 100) {
    watched.until(end, late);
    if (!watched.judge.is_settled()) break;
  }
  EXPECT_GT(watched.samples.back().fetches, 10'000) << "it was not cleared before";
  EXPECT_FALSE(watched.judge.is_settled());
  EXPECT_FALSE(watched.judge.leaks());
}

TEST(SeriesJudge, WithdrawsACleanVerdictThatIsOpenAtTheEnd) {
  Watched watched(decides);
  watched.until(2100, late);
  ASSERT_TRUE(watched.judge.is_settled());
  watched.samples = recording(late, 15'500);
  const Verdict verdict = watched.finish(Ending::budget);
  EXPECT_EQ(verdict.ruling, Ruling::inconclusive);
  EXPECT_THAT(verdict.reason, HasSubstr("a second look must agree"));
}

TEST(SeriesJudge, AccusesWhatRisesTwiceAfterItWasCleared) {
  Watched watched(decides);
  watched.until(2100, late).until(30'500, late);
  EXPECT_TRUE(watched.judge.leaks());
}

TEST(SeriesJudge, KeepsACleanVerdictOnALookThatIsMerelyUnclear) {
  const Usage noisy_later = [](double n) { return n < 2500 ? 1e6 : 9e5 * std::fmod(n * n, 17); };
  Watched watched(decides);
  watched.until(3100, noisy_later);
  EXPECT_TRUE(watched.judge.is_settled());
  EXPECT_EQ(watched.finish(Ending::budget).ruling, Ruling::clean);
}

TEST(SeriesJudge, DecidesByItsRole) {
  for (const auto& [role, open, settled] :
       {std::tuple(decides, true, true), std::tuple(fallback, true, true),
        std::tuple(one_sided, false, true), std::tuple(informational, false, false)}) {
    Watched watched(role);
    EXPECT_EQ(watched.judge.role(), role);
    EXPECT_EQ(watched.judge.decides(), open);
    watched.until(2100, flat);
    EXPECT_EQ(watched.judge.decides(), settled);
  }
}

TEST(SeriesJudge, GivesAnUncollectedHeapTheSlackOfItsGarbage) {
  Watched collected(fallback, private_memory);
  collected.until(4600, flat);
  EXPECT_TRUE(collected.judge.is_settled());
  Watched uncollected(fallback, private_memory, "python");
  uncollected.until(100'000, flat);
  EXPECT_FALSE(uncollected.judge.is_settled());
  // A slack of 16 MiB is 100 B/fetch over 170,000 fetches, plus an eighth for warm-up.
  uncollected.until(300'000, flat);
  EXPECT_TRUE(uncollected.judge.is_settled());
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

TEST(SeriesJudge, TakesGarbageForNoExcuseOfOtherSeries) {
  Watched watched(decides, heap_bytes, "V8");
  watched.until(3100, by_16);
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

TEST(SeriesJudge, IsNotFlatWhereAWindowGrewTooFast) {
  const Usage jumping = [](double n) { return n < 1500 ? 1e6 : 2e6; };
  Watched watched(decides);
  watched.until(2100, jumping);
  EXPECT_FALSE(watched.judge.is_flat());
}

TEST(SeriesJudge, IsNotFlatWhereEveryWindowGrew) {
  const Usage slow = [](double n) { return 1e6 + 100 * std::sqrt(n); };
  Watched watched(decides, {.tolerable_per_fetch = 100});
  watched.until(2100, slow);
  EXPECT_FALSE(watched.judge.is_flat());
}

}  // namespace
}  // namespace leakproof
