// SPDX-License-Identifier: MIT
#include "report/evidence.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/owner.hpp"

namespace leakproof::report {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

Owner owner(const std::string& metric, double share, const std::string& function) {
  return {.metric = metric, .share = share, .stack = {{.function = function, .module = "libx.so"}}};
}

std::string told(std::vector<Owner> owners) {
  return lines(evidence({.owners = std::move(owners)}, {}), 0);
}

TEST(Evidence, ShowsTheGreatestOwnersOfEachResource) {
  const std::string text =
      told({owner("heap_bytes", 0.4, "first"), owner("heap_bytes", 0.3, "second"),
            owner("heap_bytes", 0.2, "third"), owner("heap_bytes", 0.1, "fourth"),
            owner("descriptors", 1, "opens")});
  for (const char* name : {"first", "second", "third", "opens"}) EXPECT_THAT(text, HasSubstr(name));
  EXPECT_THAT(text, Not(HasSubstr("fourth")));
}

TEST(Evidence, ShowsTheLineThatFetchesBehindALongPath) {
  Owner held = owner("jvm_heap", 1, "object");
  held.stack.resize(12, {.function = "holder"});
  held.stack.push_back({.function = "fetch by thread main"});
  held.stack.push_back({.function = "Main.fetch"});
  held.stack.push_back({.function = "Main.main"});
  held.yours = 13;
  const std::string text = told({held});
  EXPECT_THAT(text, ContainsRegex("holder\n *fetch by thread main\n *> Main.fetch\n$"));
  EXPECT_THAT(text, Not(HasSubstr("Main.main")));
}

TEST(Evidence, ShowsTheLineThatStartsAThreadBehindALongStack) {
  Owner waiting = owner("threads", 1, "pool-N-thread-N");
  waiting.stack.resize(12, {.function = "park"});
  for (const char* const function :
       {"started by thread main", "addWorker", "submit", "Main.get", "Main.main"}) {
    waiting.stack.push_back({.function = function});
  }
  waiting.yours = 15;
  const std::string text = told({waiting});
  EXPECT_THAT(text, ContainsRegex("park\n *started by thread main\n *submit\n *> Main.get\n$"));
  waiting.yours = 10;
  EXPECT_THAT(told({waiting}), Not(HasSubstr("started by"))) << "its own code waits";
}

TEST(Evidence, LeavesOutAnOwnerOfNearlyNothing) {
  EXPECT_THAT(told({owner("heap_bytes", 0.002, "crumb")}), Not(HasSubstr("crumb")));
  EXPECT_THAT(told({owner("heap_bytes", 0.04, "largest")}), HasSubstr("largest"));
  EXPECT_THAT(told({owner("heap_bytes", 0.9, "largest"), owner("heap_bytes", 0.04, "crumb")}),
              Not(HasSubstr("crumb")));
}

TEST(Evidence, ShowsAStackOnceThatOwnsTwoSeries) {
  const std::string text =
      told({owner("heap_bytes", 0.7, "opens"), owner("heap_bytes", 0.2, "reads"),
            owner("descriptors", 1, "opens")});
  EXPECT_THAT(text, ContainsRegex("owner *70 % of heap_bytes[^\n]*\n"
                                  "and *100 % of descriptors[^\n]*\n *opens[^\n]*\nowner"));
  EXPECT_EQ(text.find("opens"), text.rfind("opens"));
}

TEST(Evidence, ShowsAnOwnerThatIsOfNoSeries) {
  EXPECT_THAT(told({owner("items", 0, "registers")}), HasSubstr("registers"));
}

Finding finding(const std::string& metric, Ruling ruling, Role role, std::string reason = "") {
  return {.series = {.metric = {.name = metric}},
          .verdict = {.ruling = ruling, .growth = {24, 20, 28}, .reason = "it rose"},
          .role = role,
          .role_reason = std::move(reason)};
}

std::string told(Conclusion ruling, std::vector<Finding> findings) {
  return lines(evidence({.ruling = ruling, .findings = std::move(findings)}, {}), 0);
}

TEST(Evidence, SaysOnceWhatEqualVerdictsRestOn) {
  const std::string text =
      told(Conclusion::leaks, {finding("heap_blocks", Ruling::leaks, Role::decides),
                               finding("heap_bytes", Ruling::leaks, Role::decides)});
  EXPECT_THAT(text, HasSubstr("heap_blocks    +24.0"));
  EXPECT_THAT(text, ContainsRegex("heap_bytes     [^\n]*\n *0 fetches, 0 readings: it rose\n"));
  EXPECT_EQ(text.find("it rose"), text.rfind("it rose"));
}

TEST(Evidence, SaysWhyARisingSeriesDoesNotDecide) {
  const std::string text = told(
      Conclusion::clean, {finding("heap_bytes", Ruling::clean, Role::decides),
                          finding("peak", Ruling::leaks, Role::informational, "it never falls"),
                          finding("resident", Ruling::clean, Role::informational, "no")});
  EXPECT_THAT(text, HasSubstr("informational  peak +24.0 B/fetch (it never falls)\n"));
  EXPECT_THAT(text, Not(HasSubstr("it rose")));
}

TEST(Evidence, ShowsWhatIsOpenOnlyWhereNothingLeaks) {
  const std::vector<Finding> findings{finding("heap_bytes", Ruling::leaks, Role::decides),
                                      finding("mapped_bytes", Ruling::inconclusive, Role::decides)};
  EXPECT_THAT(told(Conclusion::leaks, findings), HasSubstr("heap_bytes"));
  EXPECT_THAT(told(Conclusion::leaks, findings), Not(HasSubstr("mapped_bytes")));
  EXPECT_THAT(told(Conclusion::inconclusive, {findings[1]}), HasSubstr("mapped_bytes"));
  EXPECT_THAT(told(Conclusion::invalid, {findings[1]}), Not(HasSubstr("mapped_bytes")));
}

TEST(Lines, SeparateALongLabelFromItsText) {
  EXPECT_EQ(lines({{.label = "repro", .text = "run"}}, 2), "  repro          run\n");
  EXPECT_EQ(lines({{.label = "context_switches", .text = "+1.00/fetch"}}, 0),
            "context_switches +1.00/fetch\n");
}

TEST(Evidence, NamesARuntimeThatIsNotCollected) {
  EXPECT_THAT(lines(evidence({.uncollected = "V8"}, {}), 0),
              HasSubstr("not collected  garbage of V8\n"));
}

TEST(Evidence, SaysWhatIsNotObservableAndWhy) {
  EXPECT_THAT(lines(evidence({.not_observable = {"heap_bytes", "mapped_bytes"},
                              .preload_obstacle = "perl is statically linked"},
                             {}),
                    0),
              HasSubstr("not observable heap_bytes, mapped_bytes: perl is statically linked\n"));
  EXPECT_THAT(lines(evidence({.not_observable = {"threads"}}, {}), 0),
              HasSubstr("not observable threads\n"));
}

}  // namespace
}  // namespace leakproof::report
