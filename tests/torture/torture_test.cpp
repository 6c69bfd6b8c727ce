// SPDX-License-Identifier: MIT
#include "torture/torture.hpp"

#include <gmock/gmock.h>

#include <array>

#include "model/interrupted.hpp"
#include "torture/scripted_target.hpp"

namespace leakproof::torture {
namespace {

using ::testing::ElementsAre;
using testing::fired;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ScriptedTarget;
using ::testing::SizeIs;

constexpr std::array allocations{FaultKind::allocation};

Account torture(ScriptedTarget& target, const Bounds& bounds = {}) {
  return torture(target, allocations, bounds, [](std::int64_t, std::size_t) {});
}

Frame frame(const char* module, std::uintptr_t offset) {
  return {.module = module, .offset = offset};
}

TEST(Torture, GoesOnUntilAFetchIsOverFirst) {
  ScriptedTarget target([](const FaultOrder& order, int) {
    return order.first <= 5 ? fired() : Attempt{.succeeded = true};
  });
  const Account account = torture(target);
  EXPECT_THAT(account.numbers.at(Outcome::failed), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(account.calls(), 5);
  EXPECT_THAT(account.stopped, IsEmpty());
}

TEST(Torture, GoesOnAfterACrash) {
  ScriptedTarget target([](const FaultOrder& order, int) {
    if (order.first > 3) return Attempt{.succeeded = true};
    return fired({.broke = order.first == 2 ? "it was killed by signal 11\n  at x" : ""});
  });
  const Account account = torture(target);
  EXPECT_THAT(account.numbers.at(Outcome::failed), ElementsAre(1, 3));
  EXPECT_THAT(account.numbers.at(Outcome::accused), ElementsAre(2));
}

TEST(Torture, TakesForOneWhatComesFromTheSameLinesOfTheClient) {
  ScriptedTarget target([](const FaultOrder& order, int) {
    if (order.first > 4) return Attempt{.succeeded = true};
    const auto number = static_cast<std::uintptr_t>(order.first);
    return fired({.left = {.blocks = order.first},
                  .stack = {frame("libcurl.so.4", number), frame("client", number / 4)}});
  });
  const Account account = torture(target);
  ASSERT_THAT(account.findings, SizeIs(2));
  EXPECT_THAT(account.findings[0].numbers, ElementsAre(1, 2, 3));
  EXPECT_EQ(account.findings[0].least.blocks, 1);
  EXPECT_EQ(account.findings[0].most.blocks, 3);
  EXPECT_THAT(account.findings[1].numbers, ElementsAre(4));
}

// Of libc's functions, which one the client calls does not matter.
TEST(Torture, TellsCrashesAtDifferentPlacesApart) {
  ScriptedTarget target([](const FaultOrder& order, int) {
    if (order.first > 3) return Attempt{.succeeded = true};
    const auto number = static_cast<std::uintptr_t>(order.first);
    return fired({.broke = "it was killed by signal 11",
                  .end = {.stack = {frame("libc.so.6", number), frame("client", number / 3)}},
                  .stack = {frame("client", 7)}});
  });
  const Account account = torture(target);
  ASSERT_THAT(account.findings, SizeIs(2));
  EXPECT_THAT(account.findings[0].numbers, ElementsAre(1, 2));
  EXPECT_THAT(account.findings[1].numbers, ElementsAre(3));
}

TEST(EndPlace, BeginsWithTheFunctionOfLibcThatTheClientCalls) {
  const Frame raise = frame("libc.so.6", 1);
  const Frame abort = frame("libc.so.6", 2);
  const Frame client = frame("client", 3);
  const Frame start = frame("libc.so.6", 4);
  EXPECT_THAT(from_outermost_libc_call({raise, abort, client, start}),
              ElementsAre(abort, client, start));
  EXPECT_THAT(from_outermost_libc_call({client, start}), ElementsAre(client, start));
  EXPECT_THAT(from_outermost_libc_call({raise, abort}), ElementsAre(raise, abort));
}

TEST(Torture, StopsAtItsBoundsAndSaysSo) {
  ScriptedTarget endless([](const FaultOrder&, int) { return fired(); });
  EXPECT_THAT(torture(endless, {.most_calls = 7}).stopped, HasSubstr("after 7 calls"));
  EXPECT_THAT(torture(endless, {.time = std::chrono::seconds(0)}).stopped, HasSubstr("after 0 s"));
}

TEST(Torture, MakesOneCallFailAloneWhereOneIsNamed) {
  ScriptedTarget target([](const FaultOrder&, int) { return fired(); });
  const Account account = torture(target, {.only = 41});
  EXPECT_THAT(account.numbers.at(Outcome::failed), ElementsAre(41));
  EXPECT_THAT(account.stopped, IsEmpty());
}

TEST(Torture, EndsEarlyWhereTheUserWantsTo) {
  ScriptedTarget target([](const FaultOrder& order, int) {
    if (order.first == 3) throw Interrupted();
    return fired();
  });
  const Account account = torture(target);
  EXPECT_THAT(account.numbers.at(Outcome::failed), ElementsAre(1, 2));
  EXPECT_THAT(account.stopped, HasSubstr("interrupted at call 3"));
}

}  // namespace
}  // namespace leakproof::torture
