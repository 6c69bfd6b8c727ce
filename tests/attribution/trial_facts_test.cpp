// SPDX-License-Identifier: MIT
#include "attribution/trial_facts.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "judge/retention.hpp"
#include "leak.hpp"
#include "model/metric.hpp"
#include "model/scenario.hpp"

namespace leakproof {
namespace {

using testing::leak;

TEST(TrialFacts, HaveTheGrowthOfEachSeries) {
  const TrialFacts facts =
      facts_of({.findings = {leak("threads", 1), leak("descriptors", 2), leak("connections", 3),
                             leak("heap_blocks", 4), leak("heap_bytes", 5), leak("mappings", 6),
                             leak("mapped_bytes", 7)}});
  const std::vector<SeriesGrowth> all{facts.threads,     facts.descriptors, facts.connections,
                                      facts.heap_blocks, facts.heap_bytes,  facts.mappings,
                                      facts.mapped_bytes};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(all[i].leaks) << i;
    EXPECT_EQ(all[i].per_fetch, static_cast<double>(i + 1));
  }
}

TEST(TrialFacts, TellGrowthThatIsNoLeak) {
  Finding fading = leak("heap_bytes", 24);
  fading.verdict.ruling = Ruling::inconclusive;
  const TrialFacts facts = facts_of({.findings = {fading}});
  EXPECT_FALSE(facts.heap_bytes.leaks);
  EXPECT_EQ(facts.heap_bytes.per_fetch, 24);
  EXPECT_EQ(facts.descriptors.per_fetch, 0) << "is not observed";
}

TEST(TrialFacts, TellWhatTheScenarioMakesOfAFetch) {
  const TrialFacts facts =
      facts_of({.trial = {.scenario = {.group = "keys",
                                       .expected_outcome = ExpectedOutcome::either,
                                       .has_body = false}}});
  EXPECT_TRUE(facts.has_unique_keys);
  EXPECT_FALSE(facts.expects_whole_reply);
  EXPECT_FALSE(facts.has_body);
  const TrialFacts plain = facts_of({.trial = {.scenario = {.group = "basic"}}});
  EXPECT_FALSE(plain.has_unique_keys);
  EXPECT_TRUE(plain.expects_whole_reply);
  EXPECT_TRUE(plain.has_body);
}

TEST(TrialFacts, TellHowManyFetchesFailed) {
  EXPECT_TRUE(facts_of({.fetches = 2, .failed = 2}).all_failed());
  EXPECT_TRUE(facts_of({.fetches = 1, .failed = 1}).all_failed());
  EXPECT_TRUE(facts_of({.fetches = 1, .failed = 0}).all_succeeded());
  EXPECT_FALSE(facts_of({.fetches = 2, .failed = 1}).all_failed());
  EXPECT_FALSE(facts_of({.fetches = 2, .failed = 1}).all_succeeded());
  EXPECT_TRUE(facts_of({.fetches = 2, .failed = 0}).all_succeeded());
  EXPECT_FALSE(facts_of({.fetches = 0}).all_failed());
  EXPECT_FALSE(facts_of({.fetches = 0}).all_succeeded());
}

TEST(TrialFacts, AreRatesOfTheFetchesThatWereMade) {
  EXPECT_EQ(facts_of({.fetches = 4, .ledger = {.sent_bytes = 10}}).sent_bytes_per_fetch(), 2.5);
  EXPECT_EQ(facts_of({.fetches = 0}).per_fetch(3), 3) << "and defined without any";
}

TEST(TrialFacts, HaveTheUsersLinesWithWhatTheyCall) {
  Result result;
  result.owners = {
      {.stack = {{.function = "malloc"}, {.function = "New"}, {.function = "fetch", .line = 3}},
       .yours = 2},
      {.stack = {{.function = "poll"}}},
      {.stack = {{.function = "fetch", .line = 4}, {.function = "main"}}, .yours = 0}};
  const auto users_lines = facts_of(result).users_lines;
  ASSERT_EQ(users_lines.size(), 2);
  EXPECT_EQ(users_lines[0].called, "New");
  EXPECT_EQ(users_lines[0].line.line, 3);
  EXPECT_EQ(users_lines[1].called, "fetch");
  EXPECT_EQ(users_lines[1].line.line, 4);
}

TEST(TrialFacts, HaveTheLinesThatCreateItemsAfterThoseOfLargeShares) {
  Result result;
  const auto add = [&](std::string metric, double share, int line, std::string details) {
    result.owners.push_back({.metric = std::move(metric),
                             .share = share,
                             .stack = {{.file = "mine.rb", .line = line}},
                             .yours = 0,
                             .details = std::move(details)});
  };
  add("items", 0, 9, "in Hash @timers of EventMachine");
  add("ruby_heap", 0.9, 12, "meanwhile Hash @timers of EventMachine grows by 1.00 items/fetch");
  const auto users_lines = facts_of(result).users_lines;
  ASSERT_EQ(users_lines.size(), 2);
  EXPECT_EQ(users_lines[0].line.line, 12);
  EXPECT_EQ(users_lines[0].container, "");
  EXPECT_EQ(users_lines[1].line.line, 9);
  EXPECT_EQ(users_lines[1].container, "in Hash @timers of EventMachine grows");
}

TEST(TrialFacts, HaveTheUsersLinesOfLargeSharesFirst) {
  Result result;
  for (const auto& [share, line] : {std::pair(0.06, 21), {0.04, 9}, {1.0, 8}, {0.5, 7}}) {
    result.owners.push_back({.share = share, .stack = {{.line = line}}, .yours = 0});
  }
  std::vector<int> lines;
  for (const UsersLine& one : facts_of(result).users_lines) lines.push_back(one.line.line);
  EXPECT_EQ(lines, (std::vector{8, 7, 21, 9}));
}

TEST(TrialFacts, NameNativeFunctionsWithoutTheirParameters) {
  Result result;
  result.owners = {{.source = "call stacks",
                    .stack = {{.function = "Cookies::get(std::list<int>&)"}, {}},
                    .yours = 1}};
  const TrialFacts facts = facts_of(result);
  EXPECT_EQ(facts.users_lines.front().called, "Cookies::get");
  EXPECT_EQ(facts.owners.find("std::list"), facts.owners.npos);
}

TEST(TrialFacts, NameTheFunctionsOfTheLibraryThatTheUserCalls) {
  Result result;
  result.owners = {{.source = std::string(call_stacks),
                    .share = 1,
                    .stack = {{.function = "json_loads", .module = "libjansson.so.4"},
                              {.function = "jwt_new", .module = "libjwt.so.0"},
                              {.function = "jwt_decode", .module = "libjwt.so.0"},
                              {.function = "main", .module = "prog"}},
                    .yours = 3}};
  EXPECT_EQ(facts_of(result).users_lines.front().library, "\njwt_new\n\njwt_decode\n");
}

TEST(TrialFacts, NameTheContainerThatGrows) {
  const auto holder = [](const std::string& details) {
    Result result;
    result.owners = {{.stack = {{}}, .details = details}};
    return facts_of(result).holder;
  };
  EXPECT_EQ(holder("meanwhile Map (cache) kept in /a/b/mine.js grows by 1.00 items/fetch"),
            "Map (cache) kept in mine.js");
  EXPECT_EQ(holder("meanwhile list of timers that are set grows by 1.00 items/fetch, Object (data) "
                   "kept in /a/node_modules/store/dist/index.js grows by 1.00 items/fetch, Set "
                   "(all) kept in /a/mine.js grows by 0.500 items/fetch"),
            "Set (all) kept in mine.js");
  EXPECT_EQ(holder("meanwhile Object (data) kept in /a/node_modules/store/index.js grows by 1.00 "
                   "items/fetch"),
            "Object (data) kept in store/index.js");
  EXPECT_EQ(holder("meanwhile list of timers that are set grows by 1.00 items/fetch"), "");
  EXPECT_EQ(holder("24 bytes each"), "");
  EXPECT_EQ(holder(""), "");
}

TEST(TrialFacts, QuoteTheFirstContainerThatGrows) {
  Result result;
  result.owners = {{.stack = {{}},
                    .details =
                        "meanwhile list mine.kept grows by 1.00 items/fetch, dict mine.by_id "
                        "grows by 0.500 items/fetch"}};
  EXPECT_EQ(facts_of(result).growing_containers.front(),
            "list mine.kept grows by 1.00 items/fetch");
  EXPECT_EQ(facts_of(result).container, "list mine.kept");
  result.owners[0].details =
      "meanwhile number of responses (Response) grows by 1.00 items/fetch, class Client grows by "
      "1.00 items/fetch, Hash @timers of Loop grows by 1.00 items/fetch";
  EXPECT_EQ(facts_of(result).container, "Hash @timers of Loop");
  result.owners[0].details = "16 bytes each";
  EXPECT_EQ(facts_of(result).container, "");
  EXPECT_TRUE(facts_of(result).growing_containers.empty());
}

// A library without names may allocate most of it, far from the user's call.
TEST(TrialFacts, NameTheFunctionsOfTheFirstOwnerWithAUsersLine) {
  Result result;
  result.owners = {
      {.metric = "heap_bytes", .share = 0.8, .stack = {{.function = "inside"}}},
      {.metric = "heap_bytes", .share = 0.1, .stack = {{.function = "Get"}, {}}, .yours = 1},
      {.metric = "heap_bytes", .share = 0.1, .stack = {{.function = "Other"}, {}}, .yours = 1}};
  const std::string owners = facts_of(result).owners;
  EXPECT_NE(owners.find("inside"), owners.npos);
  EXPECT_NE(owners.find("Get"), owners.npos);
  EXPECT_EQ(owners.find("Other"), owners.npos);
}

TEST(TrialFacts, NameWhatMakesASharedPointerHoweverSmall) {
  Result result;
  result.owners = {
      {.source = "call stacks", .share = 0.9, .stack = {{.function = "run"}, {}}, .yours = 1},
      {.source = "call stacks",
       .share = 0.02,
       .stack = {{.function = "std::shared_ptr<Call> std::make_shared<Call>()"}, {}},
       .yours = 1}};
  EXPECT_NE(facts_of(result).owners.find("\nstd::make_shared<Call>\n"), std::string::npos);
}

TEST(TrialFacts, NameTheCollectionWithinALibraryThatHoldsAnObject) {
  const auto object = [](const char* name) { return Place{.function = name, .module = "object"}; };
  Result result;
  result.owners = {{.stack = {{.function = "os::malloc"}}},
                   {.stack = {object("Client"), object("java.util.HashMap$Node[]"),
                              object("java.util.HashMap"), object("CloseFuture")}}};
  EXPECT_EQ(facts_of(result).holder, "the java.util.HashMap of CloseFuture");
}

// What fetches is no part of what holds an object.
TEST(TrialFacts, NameTheLineThatFetchesAfterAllOthers) {
  const Place collection{.function = "java.util.HashMap", .module = "object"};
  const Place field{.function = "org.lib.Meters.all", .module = "library's static field"};
  const Place fetch{.function = "fetch by thread main", .module = "thread"};
  const Place line{.function = "Main$$Lambda$1.fetch", .file = "Main.java", .line = 7};
  const Place own{.function = "Main.kept", .module = "static field"};
  Result result;
  result.owners = {{.stack = {collection, field, fetch, line}, .yours = 3},
                   {.stack = {collection, fetch, line}, .yours = 2},
                   {.stack = {collection, own, fetch, line}, .yours = 1}};
  const TrialFacts facts = facts_of(result);
  EXPECT_EQ(facts.holder, "the java.util.HashMap of org.lib.Meters.all");
  ASSERT_EQ(facts.users_lines.size(), 3U);
  EXPECT_EQ(facts.users_lines[0].line, own);
  EXPECT_EQ(facts.users_lines[1].line, line);
  EXPECT_EQ(facts.fetching_line, line);
  EXPECT_NE(facts.owners.find("Meters"), facts.owners.npos);
  EXPECT_EQ(facts.owners.find("fetch"), facts.owners.npos);
  std::erase_if(result.owners, [](const Owner& owner) { return owner.yours != 2; });
  EXPECT_EQ(facts_of(result).holder, "") << "a collection that only a root holds";
  result.owners.front() = {.stack = {collection, field}, .yours = 1};
  EXPECT_EQ(facts_of(result).holder, "static field org.lib.Meters.all") << "by --mine";
}

TEST(TrialFacts, NameTheSeriesInWhichRetentionShows) {
  std::vector findings{leak("heap_blocks", 0), leak("heap_bytes", 0), leak("mapped_bytes", 0),
                       leak("unexplained", 0), leak("anonymous", 4096)};
  for (std::size_t i = 0; i < 4; ++i) findings[i].verdict.ruling = Ruling::clean;
  findings[4].role = Role::informational;
  name_retention(findings);
  const TrialFacts facts = facts_of({.findings = findings});
  EXPECT_EQ(facts.retention, "anonymous");
  EXPECT_EQ(facts.retained_per_fetch, 4096);
  EXPECT_EQ(facts_of({.findings = {leak("heap_bytes", 1)}}).retention, "");
}

}  // namespace
}  // namespace leakproof
