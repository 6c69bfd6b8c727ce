// SPDX-License-Identifier: MIT
#include "attribution/runtime_owners.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "explanations.hpp"
#include "leak.hpp"
#include "model/owner.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::leak;
using testing::line_of;
using testing::Said;
using ::testing::SizeIs;
using testing::three_times;

TEST(ScriptOwners, AreWhatGrewEachTime) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 100)},
                three_times({{{line_of("cache.py", 1)}, {90'000, 90'000, 90'000}},
                             {{line_of("late.py", 2)}, {0, 0, 50'000}},
                             {{line_of("mine.py", 3)}, {10'000, 20'000, 30'000}}}),
                100);
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners[0].stack[0].file, "mine.py");
  EXPECT_DOUBLE_EQ(owners[0].bytes_per_fetch, 100);
  EXPECT_DOUBLE_EQ(owners[0].count_per_fetch, 10);
  EXPECT_DOUBLE_EQ(owners[0].share, 1);
  EXPECT_EQ(owners[0].source, "tracemalloc");
  EXPECT_THAT(unattributed, IsEmpty());
}

TEST(ScriptOwners, AreOneFromTheUsersOwnLineOutwards) {
  const Place line = line_of("/home/me/mine.py", 5);
  const Place main = line_of("/home/me/main.py", 1);
  const auto [owners, unattributed] = attribute(
      std::vector{leak("heap_bytes", 300)},
      three_times({{{line_of("/usr/lib/python3.11/ssl.py", 1), line, main}, {0, 10'000, 20'000}},
                   {{line_of("/usr/lib/python3/dist-packages/requests/api.py", 9), line, main},
                    {10, 20'010, 40'010}},
                   {{line_of("<frozen importlib._bootstrap>", 1)}, {1000, 2000, 3000}}}),
      100);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_DOUBLE_EQ(owners[0].bytes_per_fetch, 300);
  EXPECT_EQ(owners[0].yours, 1U);
  EXPECT_THAT(owners[0].stack[0].file, HasSubstr("api.py"));
  EXPECT_FALSE(owners[1].yours);
}

TEST(ScriptOwners, WithoutTheUsersCodeAreOneFromTheirPackageOutwards) {
  const Place package = line_of("/home/me/node_modules/axios/index.js", 5);
  std::vector<Explanation> said =
      three_times({{{line_of("node:url", 1), package}, {0, 10'000, 20'000}},
                   {{line_of("node:http", 2), package}, {0, 20'000, 40'000}}});
  for (Explanation& one : said) one.source = "sampling-heap-profiler";
  const auto owners = attribute(std::vector{leak("heap_bytes", 300)}, said, 100).owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_DOUBLE_EQ(owners[0].share, 1);
  EXPECT_FALSE(owners[0].yours);
}

TEST(ScriptOwners, AreWhatHasSurvivedUntilTheLastExplanation) {
  std::vector<Explanation> said(3);
  said[2].holdings = {{.survived = {10'000, 20'000, 30'000}, .stack = {line_of("mine.js", 3)}},
                      {.survived = {0, 0, 50'000}, .stack = {line_of("passing.js", 1)}}};
  const auto owners = attribute(std::vector{leak("heap_bytes", 100)}, said, 100).owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners[0].stack[0].file, "mine.js");
  EXPECT_DOUBLE_EQ(owners[0].share, 1);
}

TEST(ScriptOwners, AreRankedByTheirShareOfTheGrowth) {
  const auto owners = attribute(std::vector{leak("heap_bytes", 300)},
                                three_times({{{line_of("a.py", 1)}, {0, 10'000, 20'000}},
                                             {{line_of("b.py", 2)}, {0, 20'000, 40'000}}}),
                                100)
                          .owners;
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[0].stack[0].file, "b.py");
  EXPECT_EQ(owners[1].stack[0].file, "a.py");
}

TEST(ScriptOwners, OfOtherSeriesAreCounted) {
  std::vector<Explanation> said =
      three_times({{{line_of("mine.go", 3)}, {10'000, 20'000, 30'000}}});
  for (std::int64_t when = 0; when < 3; ++when) {
    for (const auto& [line, count] : {std::pair(7, 200 * when), std::pair(8, std::int64_t{5})}) {
      said[static_cast<std::size_t>(when)].holdings.push_back(
          {.metric = "threads", .count = count, .stack = {line_of("mine.go", line)}});
    }
  }
  const auto leaks = std::vector{leak("js_heap", 100), leak("threads", 2), leak("descriptors", 1)};
  const auto [owners, unattributed] = attribute(leaks, said, 100);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[0].metric, "js_heap");
  EXPECT_EQ(owners[1].metric, "threads");
  EXPECT_EQ(owners[1].stack.at(0).line, 7);
  EXPECT_DOUBLE_EQ(owners[1].count_per_fetch, 2);
  EXPECT_DOUBLE_EQ(owners[1].share, 1);
  EXPECT_THAT(unattributed, IsEmpty());
  EXPECT_DOUBLE_EQ(explained_share({.owners = owners}, leaks[1]), 1);
  EXPECT_DOUBLE_EQ(explained_share({.owners = owners}, leaks[2]), 0);
}

// Of a pool that is made with each session, the user's line is the same.
TEST(ScriptOwners, TellWhereClientsAreMadeWithEachFetch) {
  auto said = three_times({{{line_of("mine.py", 3)}, {10'000, 20'000, 30'000}}});
  for (std::size_t when = 0; when < said.size(); ++when) {
    const auto count = static_cast<std::int64_t>(100 * when);
    const auto add = [&](std::int64_t clients, int line) {
      said[when].holdings.push_back(
          {.metric = "clients", .count = clients, .stack = {line_of("mine.py", line)}});
    };
    add(7, 1);
    add(count, 2);
    add(count / 2, 4);
  }
  const auto [owners, unattributed] = attribute(std::vector{leak("heap_bytes", 100)}, said, 100);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[1].metric, "clients");
  EXPECT_EQ(owners[1].stack[0].line, 2);
  EXPECT_DOUBLE_EQ(owners[1].count_per_fetch, 1);
  EXPECT_THAT(unattributed, IsEmpty());
  EXPECT_THAT(attribute({}, said, 100).owners, IsEmpty()) << "nothing leaks";
}

TEST(ScriptOwners, SayWhatTheyDoNotExplain) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("js_heap", 200)},
                three_times({{{line_of("mine.js", 3)}, {0, 10'000, 20'000}}}), 100);
  EXPECT_EQ(owners.at(0).metric, "js_heap");
  EXPECT_THAT(unattributed, HasSubstr("js_heap: tracemalloc explains 50 % of the growth"));
}

// Attribution to one line that grows by `bytes` per fetch.
Ownership explaining(double growth, std::int64_t bytes_per_fetch) {
  const std::int64_t step = 100 * bytes_per_fetch;
  return attribute(std::vector{leak("heap_bytes", growth)},
                   three_times({{{line_of("mine.py", 3)}, {10, 10 + step, 10 + 2 * step}}}), 100);
}

TEST(ScriptOwners, HoldAFiftiethOfTheGrowthOrMore) {
  EXPECT_THAT(explaining(100, 2).owners, SizeIs(1));
  EXPECT_THAT(explaining(101, 2).owners, IsEmpty());
}

TEST(ScriptOwners, MayMissATwentiethOfTheGrowthOrExceedIt) {
  EXPECT_EQ(explaining(100, 95).unattributed, "");
  EXPECT_EQ(explaining(100, 94).unattributed,
            "heap_bytes: tracemalloc explains 94 % of the growth");
  EXPECT_EQ(explaining(100, 105).unattributed, "");
  EXPECT_EQ(explaining(100, 106).unattributed,
            "heap_bytes: tracemalloc explains 106 % of the growth");
}

TEST(ScriptOwners, TakeThreeExplanations) {
  auto said = three_times({{{line_of("mine.py", 3)}, {10'000, 20'000, 30'000}}});
  said.pop_back();
  EXPECT_THAT(attribute(std::vector{leak("heap_bytes", 100)}, said, 100).owners, IsEmpty());
}

TEST(ScriptOwners, AreCountedWhereBytesDoNotLeak) {
  const auto owners = attribute(std::vector{leak("heap_blocks", 20)},
                                three_times({{{line_of("mine.py", 3)}, {10, 10'010, 20'010}}}), 100)
                          .owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners[0].metric, "heap_blocks");
  EXPECT_DOUBLE_EQ(owners[0].share, 0.5);
}

// A cache that was there before may hold more than what leaks.
TEST(ScriptOwners, HaveTheStackThatGrewMost) {
  const Place mine = line_of("mine.py", 5);
  const auto owners =
      attribute(
          std::vector{leak("heap_bytes", 100)},
          three_times({{{line_of("/usr/lib/python3/a.py", 1), mine}, {90'000, 90'000, 90'000}},
                       {{line_of("/usr/lib/python3/b.py", 1), mine}, {10, 10'010, 20'010}}}),
          100)
          .owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners[0].stack[0].file, "/usr/lib/python3/b.py");
}

TEST(ScriptOwners, AddWhatOneLineHoldsInSeveralPlaces) {
  const auto owners =
      attribute(std::vector{leak("heap_bytes", 300)},
                three_times({{{line_of("/usr/lib/python3/os.py", 1), line_of("mine.py", 5)},
                              {10, 10'010, 20'010}},
                             {{line_of("/a/site-packages/x.py", 1), line_of("mine.py", 5)},
                              {20, 20'020, 40'020}}}),
                100)
          .owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_DOUBLE_EQ(owners[0].bytes_per_fetch, 300);
  EXPECT_EQ(owners[0].stack[0].file, "/a/site-packages/x.py") << "the stack that grew most";
  EXPECT_EQ(owners[0].yours, 1U);
}

TEST(ScriptOwners, NameTheContainerThatGrows) {
  auto said = three_times({{{line_of("mine.py", 3)}, {0, 10'000, 20'000}}});
  for (std::int64_t when = 0; when < 3; ++when) {
    said[static_cast<std::size_t>(when)].containers = {{"list mine.kept", 100 * when},
                                                       {"dict a.cache", 512}};
  }
  const auto [owners, unattributed] = attribute(std::vector{leak("heap_bytes", 100)}, said, 100);
  EXPECT_EQ(owners.at(0).details, "meanwhile list mine.kept grows by 1.00 items/fetch");
}

TEST(ScriptOwners, NameTheContainerThatGrowsWhereMemoryDoesNotLeak) {
  auto said = three_times({});
  for (std::int64_t when = 0; when < 3; ++when) {
    Explanation& explanation = said[static_cast<std::size_t>(when)];
    explanation.containers = {{"Array KEPT", 100 * when}};
    explanation.holdings = {
        {.metric = "connections", .count = 100 * when, .stack = {line_of("mine.rb", 7)}}};
  }
  const auto [owners, unattributed] = attribute(std::vector{leak("connections", 1)}, said, 100);
  EXPECT_EQ(owners.at(0).details, "meanwhile Array KEPT grows by 1.00 items/fetch");
}

// Memory that line 3 creates, and containers that grow by as many items per fetch. Of the newest
// item, the library's line that creates it, for the user's of this number.
struct Grown {
  std::string name{};
  std::int64_t per_fetch = 0;
  int line = 0;
};

std::vector<Owner> makers_of(const std::vector<Grown>& containers) {
  auto said = three_times({{{line_of("mine.py", 3)}, {0, 10'000, 20'000}}});
  for (const Grown& one : containers) {
    for (std::size_t when = 0; when < said.size(); ++when) {
      const auto length = static_cast<std::int64_t>(when) * 100 * one.per_fetch;
      said[when].containers.push_back({.name = one.name, .length = length});
      if (when == 0 || one.line == 0) continue;
      said[when].containers.back().newest = {line_of("/usr/lib/python3.11/a.py", 7),
                                             line_of("mine.py", one.line)};
    }
  }
  auto owners = attribute(std::vector{leak("heap_bytes", 100)}, said, 100).owners;
  if (!owners.empty()) owners.erase(owners.begin());
  return owners;
}

TEST(ScriptOwners, TellWhereTheItemsOfAContainerAreCreated) {
  const auto owners = makers_of({{"list mine.timers", 1, 9}});
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners[0].metric, "items");
  EXPECT_EQ(owners[0].details, "in list mine.timers");
  EXPECT_EQ(owners[0].yours, 1U);
  EXPECT_EQ(owners[0].stack.at(1).line, 9);
  EXPECT_DOUBLE_EQ(owners[0].count_per_fetch, 1);
  EXPECT_DOUBLE_EQ(owners[0].share, 0) << "of no series";
}

TEST(ScriptOwners, TellWhereItemsAreCreatedOfTheThreeContainersThatGrowFastest) {
  const auto owners = makers_of({{"a", 1, 11}, {"b", 4, 14}, {"c", 3, 13}, {"d", 2, 12}});
  ASSERT_THAT(owners, SizeIs(3));
  EXPECT_EQ(owners[0].details, "in b");
  EXPECT_EQ(owners[2].details, "in d");
}

TEST(ScriptOwners, DoNotTellAgainTheLineThatHoldsMost) {
  EXPECT_THAT(makers_of({{"list mine.kept", 1, 3}}), IsEmpty());
  EXPECT_THAT(makers_of({{"full", 0, 9}}), IsEmpty()) << "does not grow";
  EXPECT_THAT(makers_of({{"unknown", 1, 0}}), IsEmpty());
}

// Timers that fire and are set again may be older than tracing, and are the newest items at times.
TEST(ScriptOwners, TellWhereItemsAreCreatedIfThatIsKnownOnce) {
  auto said = three_times({{{line_of("mine.rb", 3)}, {0, 10'000, 20'000}}});
  for (std::size_t when = 0; when < said.size(); ++when) {
    said[when].containers = {{.name = "timers", .length = static_cast<std::int64_t>(when) * 100}};
  }
  said[1].containers[0].newest = {line_of("mine.rb", 9)};
  const auto owners = attribute(std::vector{leak("heap_bytes", 100)}, said, 100).owners;
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[1].stack.at(0).line, 9);
}

// The details about containers with these lengths in three explanations, 100 fetches apart.
std::string containers_text(const std::map<std::string, std::vector<std::int64_t>>& lengths) {
  auto said = three_times({{{line_of("mine.py", 3)}, {0, 10'000, 20'000}}});
  for (const auto& [name, length] : lengths) {
    for (std::size_t when = 0; when < length.size(); ++when) {
      said[when].containers.push_back({name, length[when]});
    }
  }
  return attribute(std::vector{leak("heap_bytes", 100)}, said, 100).owners.at(0).details;
}

TEST(ScriptOwners, NameOnlyContainersThatGrowEachTimeAndNoticeably) {
  EXPECT_EQ(containers_text({{"list a", {0, 100, 200}}, {"list b", {0, 200, 400}}}),
            "meanwhile list a grows by 1.00 items/fetch, list b grows by 2.00 items/fetch");
  EXPECT_EQ(containers_text({{"once", {0, 0, 200}}}), "");
  EXPECT_EQ(containers_text({{"new", {100, 200}}}), "");
  EXPECT_EQ(containers_text({{"slow", {0, 4, 9}}}), "") << "0.045 per fetch";
  EXPECT_EQ(containers_text({{"list c", {0, 5, 10}}}),
            "meanwhile list c grows by 0.0500 items/fetch");
  EXPECT_EQ(containers_text({{"reactions of a Promise (added in catch)", {0, 12, 25}}}), "");
  EXPECT_THAT(containers_text({{"reactions of a Promise (token)", {0, 100, 200}}}),
              ::testing::HasSubstr("grows by 1.00"));
}

TEST(ScriptOwners, NameAContainerWhoseItemsWereCountedSinceTheFirstCall) {
  auto said = three_times({{{line_of("mine.js", 3)}, {0, 10'000, 20'000}}});
  said.back().containers = {{.name = "Map", .length = 300, .since_first = true},
                            {.name = "slow", .length = 14, .since_first = true}};
  EXPECT_EQ(attribute(std::vector{leak("js_heap", 100)}, said, 100).owners.at(0).details,
            "meanwhile Map grows by 1.00 items/fetch");
}

TEST(ScriptOwners, AreNoneOfAClientThatLeaksSomethingElse) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("descriptors", 1)},
                three_times({{{line_of("mine.py", 3)}, {0, 10'000, 20'000}}}), 100);
  EXPECT_THAT(owners, IsEmpty());
  EXPECT_THAT(unattributed, IsEmpty());
}

TEST(ScriptOwners, TakeAJumpOfOneTimeForWhatItIs) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 100)},
                three_times({{{line_of("mine.py", 3)}, {0, 10'000, 90'000}}}), 100);
  EXPECT_DOUBLE_EQ(owners.at(0).bytes_per_fetch, 100);
}

TEST(ScriptOwners, SayWhereTheyComeToTooMuch) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 100)},
                three_times({{{line_of("mine.py", 3)}, {0, 15'000, 30'000}}}), 100);
  EXPECT_THAT(unattributed, HasSubstr("tracemalloc explains 150 % of the growth"));
}

}  // namespace
}  // namespace leakproof
