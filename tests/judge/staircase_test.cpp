// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <cmath>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "judge/staircase.hpp"
#include "model/verdict.hpp"
#include "recording.hpp"
#include "usages.hpp"

namespace leakproof {

void PrintTo(const Verdict& verdict, std::ostream* out) {
  *out << verdict.reason << ", at " << verdict.fetches << " fetches";
}

namespace {

using ::testing::AllOf;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Matcher;

using testing::by_16;
using testing::flat;
using testing::heap_bytes;

Matcher<const Verdict&> is(Ruling ruling, const std::string& reason) {
  return AllOf(Field(&Verdict::ruling, ruling), Field(&Verdict::reason, HasSubstr(reason)));
}

/// A recording up to `end` fetches, and a staircase to judge it.
struct Recorded {
  Recorded(const Usage& usage, std::int64_t end, const Criteria& criteria = heap_bytes)
      : samples(recording(usage, end, criteria.horizon)), staircase(criteria) {}

  Verdict look(Ending ending = Ending::none) { return staircase.look(samples, ending); }

  std::vector<Sample> samples;
  Staircase staircase;
};

constexpr Criteria tolerant(double up_to) {
  return {.tolerable_per_fetch = up_to, .tolerated_per_fetch = up_to, .quantum = 16};
}

TEST(Tolerance, ClearsASteadyClimbThatIsNoSteeper) {
  EXPECT_THAT(Recorded(by_16, 3000, tolerant(16)).look(),
              is(Ruling::clean, "grew by 16.0/fetch; up to 16/fetch is tolerated"));
}

TEST(Tolerance, TakesNoTolerableClimbForALeakWhileMoreFetchesAreAskedFor) {
  Criteria criteria = tolerant(16);
  criteria.at_least = 10'000;
  EXPECT_THAT(
      Recorded(by_16, 3000, criteria).look(Ending::other_series),
      is(Ruling::inconclusive, "grows within the tolerance, but over fewer than 10000 fetches"));
  EXPECT_THAT(Recorded(by_16, 10'000, criteria).look(), is(Ruling::clean, "grew by 16.0/fetch"));
}

TEST(Tolerance, AccusesASteeperClimb) {
  EXPECT_THAT(Recorded(by_16, 3000, tolerant(15)).look(Ending::other_series),
              is(Ruling::leaks, "rose in each of the last 12 windows"));
}

TEST(Tolerance, ClaimsNoFloorWhereItLetGrowthPass) {
  EXPECT_FALSE(Recorded(by_16, 3000, tolerant(16)).look().floor.has_value());
}

TEST(Tolerance, LeavesAFlatLineFlat) {
  EXPECT_THAT(Recorded(flat, 3000, tolerant(16)).look(), is(Ruling::clean, "no window grew by 16"));
}

TEST(Staircase, IsDueAtTheHorizonAndThenAfterHalfAsManyFetchesAgain) {
  Staircase staircase(heap_bytes);
  std::vector<std::int64_t> looks;
  std::vector<Sample> samples;
  for (std::int64_t n = 0; n <= heap_bytes.budget(); ++n) {
    samples.push_back({n, 0});
    if (!staircase.due_at(n)) continue;
    looks.push_back(n);
    staircase.look(samples);
  }
  EXPECT_THAT(looks, ::testing::ElementsAre(2000, 3000, 4500, 6750, 10125, 15188, 22782));
}

TEST(Staircase, AccusesOnlyAtASecondRunLength) {
  Recorded recorded(by_16, 2000);
  EXPECT_THAT(recorded.look(), is(Ruling::inconclusive, "a second look must agree"));
  EXPECT_THAT(recorded.look(), is(Ruling::inconclusive, "a second look must agree"));
  recorded.samples = recording(by_16, 2750);
  EXPECT_THAT(recorded.look(), is(Ruling::inconclusive, "a second look must agree"))
      << "it is not 1.4 times as long";
  recorded.samples = recording(by_16, 2850);
  EXPECT_THAT(recorded.look(), is(Ruling::leaks, "at two run lengths"));
}

TEST(Staircase, TellsWhetherEveryWindowRose) {
  EXPECT_TRUE(Recorded(by_16, 2000).look().rises);
  EXPECT_FALSE(Recorded(flat, 2000).look().rises);
  EXPECT_FALSE(Recorded(by_16, 2000, tolerant(16)).look().rises);
}

// Some windows contain a single low reading, so that they move by more than 4 B/fetch.
double scattered(double n) { return std::fmod(n, 29) < 2 ? 997e3 : 1e6; }

TEST(Staircase, ClearsByTheTrendAtTwoLooksRunning) {
  Recorded recorded(scattered, 2000);
  ASSERT_EQ(recorded.look().ruling, Ruling::inconclusive);
  recorded.samples = recording(scattered, 3000);
  EXPECT_THAT(recorded.look(), is(Ruling::clean, "no trend of 4/fetch or more is possible"));
}

TEST(Staircase, ClearsByTheTrendOnlyAtLooksThatAreFarApart) {
  Recorded recorded(scattered, 2000);
  recorded.look();
  for (const std::int64_t fetches : {2000, 2400, 2750}) {
    recorded.samples = recording(scattered, fetches);
    EXPECT_EQ(recorded.look().ruling, Ruling::inconclusive) << fetches;
  }
  recorded.samples = recording(scattered, 2850);
  EXPECT_THAT(recorded.look(), is(Ruling::clean, "no trend of 4"));
}

TEST(Staircase, ClearsByTheTrendAtTheLastLook) {
  EXPECT_THAT(Recorded(scattered, 2000).look(Ending::budget), is(Ruling::clean, "no trend of 4"));
}

TEST(Staircase, ClearsByTheTrendOnlyIfNoTrendWasFoundInBetween) {
  Recorded recorded(scattered, 2000);
  recorded.look();
  recorded.samples = recording(by_16, 3000);
  recorded.look();
  recorded.samples = recording(scattered, 4500);
  EXPECT_EQ(recorded.look().ruling, Ruling::inconclusive);
}

TEST(Staircase, StatesAsTheFloorWhatItWouldNotHaveCleared) {
  Recorded recorded(scattered, 2000);
  const double floor = *recorded.look(Ending::budget).floor;
  EXPECT_GT(floor, 0);
  EXPECT_LE(floor, 4);
  for (const auto& [share, ruling] :
       {std::pair(0.9, Ruling::clean), std::pair(1.1, Ruling::inconclusive)}) {
    const Usage leaking = [leak = share * floor](double n) {
      return scattered(n) + 16 * std::floor(leak * n / 16);
    };
    EXPECT_EQ(Recorded(leaking, 2000).look(Ending::budget).ruling, ruling) << share;
  }
}

TEST(Staircase, NeedsNoTwoLooksInARow) {
  // Usage drops by the growth of six windows before the second look.
  const Usage usage = [](double n) { return by_16(n) - (n > 2500 ? 16e3 : 0); };
  EXPECT_THAT(judge(usage, heap_bytes), is(Ruling::leaks, "at two run lengths"));
  EXPECT_GT(judge(usage, heap_bytes).fetches, 4500);
}

struct Cut {
  std::string name{};
  std::int64_t fetches = 0;
  Ending ending{};
  Ruling ruling{};
  std::string reason{};
};

void PrintTo(const Cut& cut, std::ostream* out) { *out << cut.name; }

class CutShort : public ::testing::TestWithParam<Cut> {};

TEST_P(CutShort, ALeakIsJudgedOnOneLook) {
  const auto& [name, fetches, ending, ruling, reason] = GetParam();
  EXPECT_THAT(Recorded(by_16, fetches).look(ending), is(ruling, reason));
}

TEST_P(CutShort, AFlatLineIsNotAccused) {
  const auto verdict = Recorded(flat, GetParam().fetches).look(GetParam().ending);
  EXPECT_NE(verdict.ruling, Ruling::leaks);
}

const std::vector<Cut> cuts{
    {"NotYet", 1000, Ending::none, Ruling::inconclusive, "a second look must agree"},
    {"ByACapBeforeTheHorizon", 1000, Ending::cap, Ruling::leaks, "at one run length"},
    {"ByACapAfterIt", 2000, Ending::cap, Ruling::inconclusive, "a second look must agree"},
    {"BesideALeak", 1000, Ending::other_series, Ruling::leaks, "at one run length"},
    {"BesideALeakLater", 2500, Ending::other_series, Ruling::leaks, "at one run length"},
    {"ByTheBudget", 2000, Ending::budget, Ruling::inconclusive, "a second look must agree"},
};

INSTANTIATE_TEST_SUITE_P(Judge, CutShort, ::testing::ValuesIn(cuts),
                         [](const auto& test) { return test.param.name; });

TEST(Staircase, ClearsNothingBeforeTheHorizon) {
  EXPECT_THAT(Recorded(flat, 1900).look(Ending::cap),
              is(Ruling::inconclusive, "too short to rule out 4/fetch"));
}

TEST(Staircase, ClearsNothingOnFewerFetchesThanAskedFor) {
  auto asking = heap_bytes;
  asking.at_least = 5000;
  EXPECT_THAT(Recorded(flat, 4500, asking).look(),
              is(Ruling::inconclusive, "flat, but over fewer than the 5000 fetches requested"));
  const auto verdict = judge(flat, asking);
  EXPECT_EQ(verdict.ruling, Ruling::clean);
  EXPECT_GE(verdict.fetches, 5000);
}

TEST(Staircase, ClearsNothingThatSlackCouldHide) {
  auto with_slack = heap_bytes;
  with_slack.slack = 20'000;
  EXPECT_THAT(Recorded(flat, 4500, with_slack).look(), is(Ruling::inconclusive, "too short"));
  EXPECT_EQ(judge(flat, with_slack).ruling, Ruling::clean);
}

// 4 B/fetch are tolerable: about 7,300 bytes over the fetches after the warm-up.
TEST(Staircase, ClearsAJumpAtTheEndOnlyIfItIsTolerableOverTheWholeRun) {
  for (const auto& [jump, ruling] :
       {std::pair(7'000, Ruling::clean), std::pair(8'000, Ruling::inconclusive),
        std::pair(20'000, Ruling::inconclusive)}) {
    Recorded recorded(flat, 2000);
    recorded.samples.push_back({2100, 1'000'000 + jump});
    EXPECT_EQ(recorded.look().ruling, ruling) << jump;
  }
}

TEST(Staircase, ClearsNothingThatRisesUndiminishedHoweverSlowly) {
  const Usage slow = [](double n) { return 1e6 + n; };
  EXPECT_THAT(Recorded(slow, 2000).look(Ending::budget),
              is(Ruling::inconclusive, "a second look must agree"));
}

TEST(Staircase, ClearsWhatStillRisesFadingAtTheLastLookOnly) {
  const Usage fading = [](double n) { return 1e6 + 200 * std::sqrt(n); };
  auto tolerant = heap_bytes;
  tolerant.tolerable_per_fetch = 100;
  EXPECT_EQ(Recorded(fading, 3000, tolerant).look(Ending::none).ruling, Ruling::inconclusive);
  EXPECT_EQ(Recorded(fading, 3000, tolerant).look(Ending::budget).ruling, Ruling::clean);
}

TEST(Staircase, GuessesACacheFromWhatFadesHoweverSlowlyItGrows) {
  for (const double height : {200.0, 10.0}) {  // the last windows grow by 2 and 0.1 per fetch
    const Usage fading = [=](double n) { return 1e6 + height * std::sqrt(n); };
    EXPECT_THAT(Recorded(fading, 3000).look(), is(Ruling::inconclusive, "grows, but fading"))
        << height;
  }
}

TEST(Staircase, TellsAFewStepsFromMany) {
  const auto terraces = [](double width) {
    return Recorded([=](double n) { return 1e5 * std::floor(n / width); }, 20'000)
        .look(Ending::budget);
  };
  EXPECT_THAT(terraces(7000), is(Ruling::inconclusive, "grew in a few steps"));
  EXPECT_THAT(terraces(3000), is(Ruling::inconclusive, "moves too much for a verdict yet"));
}

TEST(Staircase, StatesAFloorWhereNoMoreCanComeOfIt) {
  const Usage noisy = [](double n) { return 9e5 * std::fmod(n * n, 17); };
  EXPECT_TRUE(Recorded(flat, 2000).look().floor);
  EXPECT_TRUE(Recorded(noisy, 500).look(Ending::budget).floor);
  EXPECT_FALSE(Recorded(noisy, 500).look(Ending::none).floor);
  EXPECT_FALSE(Recorded(by_16, 1000).look(Ending::cap).floor);
}

TEST(Staircase, SaysSoWhereItHasTooLittleToJudge) {
  Staircase staircase(heap_bytes);
  std::vector<Sample> samples;
  for (std::int64_t n = 0; n < 12; ++n) {
    const auto verdict = staircase.look(samples, Ending::budget);
    EXPECT_THAT(verdict, is(Ruling::inconclusive, "too few readings"));
    EXPECT_FALSE(verdict.floor);
    EXPECT_EQ(verdict.growth.per_fetch, 0);
    samples.push_back({n, 1000 * n});
  }
}

// A client in rounds may seem to grow by what it frees elsewhere in them.
TEST(Staircase, AccusesOnlyGrowthBeyondWhatItMustExceed) {
  for (const auto& [units, ruling] :
       {std::pair(16.0 * 3000 * 0.8, Ruling::leaks), {16.0 * 3000 * 1.1, Ruling::inconclusive}}) {
    Recorded steady(by_16, 3000);
    steady.staircase.must_exceed(units);
    const Verdict verdict = steady.look(Ending::other_series);
    EXPECT_EQ(verdict.ruling, ruling) << units;
    EXPECT_EQ(verdict.reason == "grew by no more than the client's rounds may differ",
              ruling == Ruling::inconclusive);
  }
}

}  // namespace
}  // namespace leakproof
