// SPDX-License-Identifier: MIT
#include "compare/known_leaks.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/owner.hpp"
#include "model/verdict.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Finding series(const std::string& name, MetricKind kind, Unit unit, double per_fetch,
               Ruling ruling = Ruling::leaks) {
  return {.series = {.metric = {.name = name, .kind = kind, .unit = unit}},
          .verdict = {.ruling = ruling,
                      .growth = {.per_fetch = per_fetch,
                                 .low = per_fetch * 0.9,
                                 .high = per_fetch * 1.1}},
          .role = Role::decides};
}

Finding heap(double bytes) { return series("heap_bytes", MetricKind::heap, Unit::bytes, bytes); }

Finding descriptors(double count, Ruling ruling = Ruling::leaks) {
  return series("descriptors", MetricKind::descriptor, Unit::count, count, ruling);
}

Owner owner(const std::string& file, const std::string& function, double share,
            const std::string& metric = "heap_bytes") {
  return {.metric = metric,
          .share = share,
          .stack = {{.function = "malloc", .module = "libc.so.6"},
                    {.function = function, .file = file, .line = 12}},
          .yours = 1};
}

Result leaking(std::vector<Finding> findings, std::vector<Owner> owners) {
  return {.trial = {.client = "mine", .scenario = {.name = "plain"}},
          .ruling = Conclusion::leaks,
          .findings = std::move(findings),
          .owners = std::move(owners)};
}

Result clean() {
  Result result = leaking({}, {});
  result.ruling = Conclusion::clean;
  return result;
}

KnownLeak entry(const std::string& file, const std::string& function, double bytes) {
  return {.client = "mine",
          .scenario = "plain",
          .file = file,
          .function = function,
          .per_fetch = {{"heap_bytes", bytes}}};
}

Result compared(Result result, std::vector<KnownLeak> listed) {
  const std::vector<Trial> trials{result.trial};
  KnownLeaks(std::move(listed), KnownList{.name = "known.toml", .folder = "/home/me"}, trials)
      .compare(result);
  return result;
}

auto is(KnownState state, const std::string& details) {
  return AllOf(Field(&Result::known, state), Field(&Result::known_details, HasSubstr(details)));
}

TEST(KnownLeaks, KnowWhatIsListed) {
  EXPECT_THAT(
      compared(leaking({heap(100)}, {owner("a.py", "get", 1)}), {entry("a.py", "get", 100)}),
      is(KnownState::known, "as listed in known.toml"));
}

TEST(KnownLeaks, KnowTheSameOwnerOnAnotherLine) {
  Owner moved = owner("a.py", "get", 1);
  moved.stack[1].line = 99;
  EXPECT_THAT(compared(leaking({heap(100)}, {moved}), {entry("a.py", "get", 100)}),
              is(KnownState::known, ""));
}

TEST(KnownLeaks, NameFilesBelowTheFolderFromThere) {
  const std::vector<KnownLeak> listed{entry("src/a.py", "get", 100)};
  EXPECT_THAT(compared(leaking({heap(100)}, {owner("/home/me/src/a.py", "get", 1)}), listed),
              is(KnownState::known, ""));
  EXPECT_THAT(compared(leaking({heap(100)}, {owner("/home/you/src/a.py", "get", 1)}), listed),
              is(KnownState::changed, ""));
}

TEST(KnownLeaks, KnowNothingOfATrialThatIsNotListed) {
  KnownLeak elsewhere = entry("a.py", "get", 100);
  elsewhere.scenario = "reset";
  EXPECT_THAT(
      compared(leaking({heap(100)}, {owner("a.py", "get", 1)}), {elsewhere}),
      AllOf(Field(&Result::known, KnownState::none), Field(&Result::known_details, IsEmpty())));
}

TEST(KnownLeaks, ForgetWhatAnEarlierListSaid) {
  Result result = leaking({heap(100)}, {owner("a.py", "get", 1)});
  result.known = KnownState::known;
  result.known_details = "as listed";
  EXPECT_THAT(compared(result, {}), AllOf(Field(&Result::known, KnownState::none),
                                          Field(&Result::known_details, IsEmpty())));
}

TEST(KnownLeaks, SeeAnotherOwner) {
  const Result result = leaking({heap(100)}, {owner("a.py", "put", 1)});
  EXPECT_THAT(compared(result, {entry("a.py", "get", 100)}),
              is(KnownState::changed, "memory in put (a.py) is not listed"));
  EXPECT_THAT(compared(result, {entry("b.py", "put", 100)}), is(KnownState::changed, ""));
}

TEST(KnownLeaks, SeeAnotherLeakBesideTheListedOne) {
  EXPECT_THAT(compared(leaking({heap(100)}, {owner("a.py", "get", 0.9), owner("a.py", "put", 0.1)}),
                       {entry("a.py", "get", 90)}),
              is(KnownState::changed, "memory in put (a.py) is not listed"));
}

TEST(KnownLeaks, SeeAnotherKind) {
  EXPECT_THAT(compared(leaking({heap(100), descriptors(1)}, {owner("a.py", "get", 1)}),
                       {entry("a.py", "get", 100)}),
              is(KnownState::changed, "descriptors is not listed"));
  EXPECT_THAT(compared(leaking({heap(100), descriptors(1)},
                               {owner("a.py", "get", 1), owner("a.py", "get", 1, "descriptors")}),
                       {entry("a.py", "get", 100)}),
              is(KnownState::changed, "descriptors in get (a.py) is not listed"));
}

TEST(KnownLeaks, LookOnlyAtWhatDecides) {
  Finding beside = descriptors(1);
  beside.role = Role::informational;
  EXPECT_THAT(compared(leaking({heap(100), beside}, {owner("a.py", "get", 1)}),
                       {entry("a.py", "get", 100)}),
              is(KnownState::known, ""));
}

TEST(KnownLeaks, SayThatTheRateHasRisen) {
  const std::vector<KnownLeak> listed{entry("a.py", "get", 16)};
  EXPECT_THAT(compared(leaking({heap(48)}, {owner("a.py", "get", 1)}), listed),
              is(KnownState::changed, "heap_bytes known at +16.0 B/fetch, now +48.0 B/fetch"));
  EXPECT_THAT(compared(leaking({heap(19)}, {owner("a.py", "get", 1)}), listed),
              is(KnownState::known, ""))
      << "by less than a quarter";
  EXPECT_THAT(compared(leaking({heap(4)}, {owner("a.py", "get", 1)}), listed),
              is(KnownState::known, ""))
      << "it has become slower";
}

TEST(KnownLeaks, DoNotSayThatWhereTheSlowestWindowIsAsListed) {
  Finding wide = heap(30);
  wide.verdict.growth.low = 10;
  EXPECT_THAT(compared(leaking({wide}, {owner("a.py", "get", 1)}), {entry("a.py", "get", 16)}),
              is(KnownState::known, ""));
}

TEST(KnownLeaks, CompareEachOwnersPartOfAGrowth) {
  const std::vector<KnownLeak> listed{entry("a.py", "get", 100), entry("a.py", "put", 100)};
  EXPECT_THAT(
      compared(leaking({heap(200)}, {owner("a.py", "get", 0.2), owner("a.py", "put", 0.8)}),
               listed),
      is(KnownState::changed, "memory in put (a.py): heap_bytes known at +100 B/fetch, now +160"));
}

TEST(KnownLeaks, CompareNoRateThatIsNotListed) {
  EXPECT_THAT(compared(leaking({series("private", MetricKind::private_memory, Unit::bytes, 100)},
                               {owner("a.py", "get", 1, "private")}),
                       {entry("a.py", "get", 100)}),
              is(KnownState::changed, "its entry has no rate of private"));
}

TEST(KnownLeaks, TakeAnEntryWithoutOwnerForAnyOwner) {
  EXPECT_THAT(compared(leaking({heap(100)}, {owner("a.py", "get", 0.5), owner("b.py", "put", 0.5)}),
                       {entry("", "", 100)}),
              is(KnownState::known, ""));
  EXPECT_THAT(compared(leaking({heap(100)}, {}), {entry("", "", 100)}), is(KnownState::known, ""));
  EXPECT_THAT(compared(leaking({heap(300)}, {}), {entry("", "", 100)}),
              is(KnownState::changed, ""));
}

TEST(KnownLeaks, DoNotKnowALeakWhoseOwnerWasNotFound) {
  EXPECT_THAT(compared(leaking({heap(100)}, {}), {entry("a.py", "get", 100)}),
              is(KnownState::changed, "memory is not listed"));
}

TEST(KnownLeaks, AreGoneWhereTheTrialIsClean) {
  EXPECT_THAT(
      compared(clean(), {entry("a.py", "get", 100)}),
      is(KnownState::gone, "is gone: remove its entry from known.toml: memory in get (a.py)"));
}

TEST(KnownLeaks, AreNotGoneWhereTheTrialHasNoVerdict) {
  Result result = clean();
  result.ruling = Conclusion::inconclusive;
  EXPECT_THAT(compared(result, {entry("a.py", "get", 100)}), is(KnownState::none, ""));
}

TEST(KnownLeaks, AreGoneOnlyIfTheyAreGoneFromEachRepetition) {
  const std::vector<Trial> trials{clean().trial, clean().trial};
  KnownLeaks known({entry("a.py", "get", 100)},
                   KnownList{.name = "known.toml", .folder = "/home/me"}, trials);
  Result first = clean();
  Result second = leaking({heap(100)}, {owner("a.py", "get", 1)});
  known.compare(first);
  known.compare(second);
  EXPECT_EQ(first.known, KnownState::none);
  EXPECT_EQ(second.known, KnownState::known);
}

TEST(KnownLeaks, AreGoneBesideAnotherThatExplainsTheGrowth) {
  const std::vector<KnownLeak> listed{entry("a.py", "get", 100), entry("a.py", "put", 50)};
  EXPECT_THAT(compared(leaking({heap(100)}, {owner("a.py", "get", 0.99)}), listed),
              is(KnownState::known, "is gone: remove its entry from known.toml: memory in put"));
  Result half_explained = leaking({heap(150)}, {owner("a.py", "get", 0.6)});
  EXPECT_THAT(compared(half_explained, listed).known_details, Not(HasSubstr("gone")));
}

TEST(KnownLeakList, HasAnEntryForEachOwner) {
  Owner on_line = owner("a.py", "", 0.25);
  on_line.stack[1].code = "kept.append(body)";
  KnownLeakList list("/home/me");
  list.add(leaking({heap(200), descriptors(1)},
                   {owner("a.py", "get", 0.75), on_line, owner("c.py", "tiny", 0.001)}));
  const std::vector<KnownLeak> found = list.with({});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].code, "kept.append(body)");
  EXPECT_NEAR(found[0].per_fetch.at("heap_bytes"), 50, 0.1);
  EXPECT_EQ(found[1].function, "get");
  EXPECT_NEAR(found[1].per_fetch.at("heap_bytes"), 150, 0.2);
  EXPECT_EQ(found[2].kind, LeakKind::descriptors);
  EXPECT_EQ(found[2].file, "");
}

TEST(KnownLeakList, AlsoHasWhatGrewBesideAProvenLeak) {
  KnownLeakList list("/home/me");
  Finding open = heap(40);
  open.verdict.ruling = Ruling::inconclusive;
  list.add(leaking({descriptors(1), open}, {}));
  EXPECT_THAT(list.with({}), ElementsAre(Field(&KnownLeak::kind, LeakKind::memory),
                                         Field(&KnownLeak::kind, LeakKind::descriptors)));
}

TEST(KnownLeakList, KeepsTheEntriesOfTrialsWithoutAVerdict) {
  KnownLeak elsewhere = entry("b.py", "put", 7);
  elsewhere.scenario = "reset";
  KnownLeakList list("/home/me");
  list.add(clean());
  Result broken = clean();
  broken.trial.scenario.name = "reset";
  broken.ruling = Conclusion::invalid;
  list.add(broken);
  EXPECT_THAT(list.with({entry("a.py", "get", 100), elsewhere}), ElementsAre(elsewhere));
}

TEST(KnownLeakList, IsKnownToTheNextRun) {
  const Result result =
      leaking({heap(200), series("heap_blocks", MetricKind::heap, Unit::count, 2), descriptors(1)},
              {owner("a.py", "get", 0.7), owner("b.py", "put", 0.3)});
  KnownLeakList list("/home/me");
  list.add(result);
  EXPECT_THAT(compared(result, list.with({})), is(KnownState::known, ""));
}

}  // namespace
}  // namespace leakproof
