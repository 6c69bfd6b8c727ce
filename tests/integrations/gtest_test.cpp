// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <latch>
#include <leakproof/gtest.hpp>
#include <thread>

#include "get.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

constexpr std::int64_t short_look = 200;

Outcome fetch(const Request& request) { return {.ok = get(request.url)}; }

// As fetch(), but keeps a block of every fetch.
std::vector<std::string*> kept;
Outcome keep(const Request& request) {
  kept.push_back(new std::string(100, 'x'));
  return fetch(request);
}

template <typename Callable>
std::string explanation(const LeakMatcher& matcher, const Callable& callable) {
  testing::StringMatchResultListener listener;
  return matcher.MatchAndExplain(callable, &listener) ? "" : listener.str();
}

TEST(DoesNotLeak, ClearsACleanClientWhenTheServerHangsUp) {
  EXPECT_THAT(fetch, DoesNotLeak().On("drop-mid-body").Horizon(short_look));
}

TEST(DoesNotLeak, JudgesOneScenarioAfterTheOther) {
  EXPECT_THAT(fetch, DoesNotLeak().On("plain", "drop-mid-body").Horizon(short_look));
}

TEST(DoesNotLeak, TakesWhatIsCapturedAlong) {
  const std::string marker = "marker";
  const auto captures = [&](const Request& request) {
    return marker == "marker" ? fetch(request) : Outcome{};
  };
  EXPECT_THAT(captures, DoesNotLeak().Horizon(short_look));
}

TEST(DoesNotLeak, FailsWithTheEvidenceOfALeak) {
  const std::string why = explanation(DoesNotLeak().On("plain").Horizon(short_look), keep);
  EXPECT_THAT(
      why, AllOf(HasSubstr("! leaks"), HasSubstr("DoesNotLeak.FailsWithTheEvidenceOfALeak × plain"),
                 HasSubstr("heap_b"), HasSubstr("/fetch ["), HasSubstr("rose in each of")));
}

TEST(DoesNotLeak, NamesTheLineThatLeaks) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer stands where the interposer would";
  const std::string why = explanation(DoesNotLeak().On("plain").Horizon(short_look), keep);
  EXPECT_THAT(why, ContainsRegex("owner .* of heap_bytes"));
  EXPECT_THAT(why, ContainsRegex("keep.*gtest_test.cpp:[0-9]+"));
  EXPECT_THAT(why, ContainsRegex("leakproof run .*--test DoesNotLeak.NamesTheLineThatLeaks"));
  EXPECT_THAT(why, ContainsRegex("Advice\n.*\n    line .*gtest_test.cpp:[0-9]+"));
}

TEST(DoesNotLeak, IsToldOfALeakAsOne) { EXPECT_THAT(keep, Leaks().Horizon(short_look)); }

TEST(DoesNotLeak, LeavesNothingOfTheFetchesInThisProcess) {
  const std::size_t before = kept.size();
  EXPECT_THAT(keep, Leaks().Horizon(short_look));
  EXPECT_EQ(kept.size(), before);
}

TEST(DoesNotLeak, ToleratesWhatItIsToldTo) {
  EXPECT_THAT(keep, DoesNotLeak()
                        .Horizon(short_look)
                        .Tolerating("heap_blocks", 10)
                        .Tolerating("heap_bytes", 1000)
                        .Tolerating("mappings", 1));
}

TEST(DoesNotLeak, SeesDescriptorsAsWell) {
  const auto forgets_to_close = [](const Request& request) {
    [[maybe_unused]] const int lost = ::dup(STDERR_FILENO);
    return fetch(request);
  };
  EXPECT_THAT(explanation(DoesNotLeak().Horizon(short_look), forgets_to_close),
              HasSubstr("descriptors"));
}

TEST(DoesNotLeak, HoldsAClientAgainstWhatItShouldHaveDone) {
  const auto does_nothing = [](const Request&) { return Outcome{.ok = true}; };
  EXPECT_THAT(explanation(DoesNotLeak().Horizon(short_look), does_nothing), HasSubstr("invalid"));
  EXPECT_THAT(explanation(Leaks().Horizon(short_look), does_nothing), HasSubstr("invalid"));
}

TEST(DoesNotLeak, RefusesWhatTheCommandLineRefuses) {
  EXPECT_THAT(explanation(DoesNotLeak().Horizon(0), fetch),
              HasSubstr("the horizon must be between 60 and"));
  EXPECT_THAT(explanation(DoesNotLeak().Tolerating("heap_bite", 3), fetch),
              HasSubstr("Did you mean \"heap_bytes\"?"));
  EXPECT_THAT(explanation(DoesNotLeak().Tolerating("heap_bytes", -1), fetch),
              HasSubstr("heap_bytes=-1"));
}

TEST(DoesNotLeak, SurvivesAClientThatDoesNot) {
  const auto dies = [](const Request&) -> Outcome { ::_exit(3); };
  EXPECT_THAT(explanation(DoesNotLeak(), dies), HasSubstr("exit code 3"));
}

TEST(DoesNotLeak, SaysWhichScenarioWasMeant) {
  EXPECT_THAT(explanation(DoesNotLeak().On("drop-mid-bdy"), fetch),
              HasSubstr("Did you mean \"drop-mid-body\"?"));
}

TEST(DoesNotLeak, TestsAProgramThatHasThreads) {
  std::latch done(1);
  std::thread other([&] { done.wait(); });
  EXPECT_THAT(fetch, DoesNotLeak().Horizon(short_look));
  EXPECT_THAT(keep, Leaks().Horizon(short_look));
  done.count_down();
  other.join();
}

TEST(DoesNotLeak, TellsTheLeakTestsOfATestApart) {
  EXPECT_THAT(explanation(DoesNotLeak().Horizon(short_look), fetch), "");
  EXPECT_THAT(explanation(DoesNotLeak().Horizon(short_look), keep),
              HasSubstr("DoesNotLeak.TellsTheLeakTestsOfATestApart#2 × plain"));
  EXPECT_THAT(explanation(DoesNotLeak().Horizon(short_look), fetch), "");
}

TEST(DoesNotLeak, LetsClientsHaveThreadsOfTheirOwn) {
  const auto in_a_thread = [](const Request& request) {
    Outcome outcome;
    std::thread([&] { outcome = fetch(request); }).join();
    return outcome;
  };
  EXPECT_THAT(in_a_thread, DoesNotLeak().Horizon(short_look));
}

class FixtureWithAClient : public ::testing::Test {
 protected:
  void SetUp() override { path_ = std::make_unique<std::string>("/other"); }
  Outcome fetch_path(const Request& request) { return {.ok = get(request.url) && *path_ != ""}; }

  std::unique_ptr<std::string> path_;
  std::vector<std::string> seen_;
};

TEST_F(FixtureWithAClient, IsSetUpWhereTheFetchesAreMade) {
  const auto clean = [this](const Request& request) { return fetch_path(request); };
  const auto leaks = [this](const Request& request) {
    seen_.push_back(std::string(100, 'x'));
    return fetch_path(request);
  };
  EXPECT_THAT(clean, DoesNotLeak().Horizon(short_look));
  EXPECT_THAT(leaks, Leaks().Horizon(short_look));
}

class EachBlock : public ::testing::TestWithParam<std::size_t> {};

TEST_P(EachBlock, IsKeptOnlyWhereTheParameterSaysSo) {
  const auto client = [](const Request& request) {
    if (GetParam() > 0) kept.push_back(new std::string(GetParam(), 'x'));
    return fetch(request);
  };
  EXPECT_THAT(client, (GetParam() == 0 ? DoesNotLeak() : Leaks()).Horizon(short_look));
}

INSTANTIATE_TEST_SUITE_P(Of, EachBlock, ::testing::Values(0, 100));

template <typename Container>
class Typed : public ::testing::Test {};
using Containers = ::testing::Types<std::vector<int>, std::string>;
TYPED_TEST_SUITE(Typed, Containers);

TYPED_TEST(Typed, IsFoundAgain) {
  EXPECT_THAT(fetch, DoesNotLeak().Horizon(short_look)) << sizeof(TypeParam);
}

}  // namespace
}  // namespace leakproof
