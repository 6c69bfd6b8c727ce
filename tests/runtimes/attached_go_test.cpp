// SPDX-License-Identifier: MIT
#include "runtimes/go/attached_go.hpp"

#include <gmock/gmock.h>

#include <string>

#include "posix/process.hpp"
#include "runtimes/go/confirmation.hpp"
#include "runtimes/go/executable.hpp"
#include "support/run_program.hpp"

namespace leakproof::go {
namespace {

using leakproof::testing::exit_code_of;
using leakproof::testing::read_until;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::chrono::minutes long_enough(10);
constexpr std::chrono::milliseconds impatient(20);
const std::string originals = "120000000000 0 524288 0 4194304\n";

/// A process with the variables of a Go runtime; see fake_go.cpp.
class FakeGo {
 public:
  explicit FakeGo(const char* mode, const char* program = FAKE_GO)
      : process_(
            {.words = {program, mode}, .environment = leakproof::testing::environment_with()}) {
    EXPECT_EQ(read_until(process_.output(), "ready\n"), "ready\n");
  }

  Attachment attach() const { return AttachedGo::attach(process_.pid(), long_enough); }
  std::unique_ptr<Collector> collector() const { return attach().collector; }
  std::string obstacle() const {
    const Attachment attachment = attach();
    EXPECT_EQ(attachment.collector, nullptr);
    return attachment.obstacle;
  }

  Executable executable() const { return Executable(process_.pid()); }
  ProcessMemory memory() const { return ProcessMemory(process_.pid()); }

  template <typename T>
  T variable(const char* name, std::size_t offset = 0) const {
    return memory().value<T>(executable().variable(name).value() + offset).value();
  }

  /// Lets it go on to its end; returns what its variables then are.
  std::string end() {
    process_.close_input();
    const std::string text = read_until(process_.output(), "\n");
    EXPECT_EQ(exit_code_of(process_), 0);
    return text;
  }

 private:
  Process process_;
};

std::int64_t value_of(const std::vector<Reported>& all, std::string_view name) {
  for (const Reported& one : all) {
    if (one.name == name) return one.value;
  }
  return -1;
}

// The first time, the background thread may not have looked in time.
std::vector<Reported> settled(Collector& collector) {
  for (int i = 0; i < 5; ++i) collector.settle(long_enough);
  auto reported = collector.settle(long_enough);
  EXPECT_TRUE(reported);
  return reported.value_or(std::vector<Reported>{});
}

TEST(AttachedGo, ReportsTheHeapWithItsStacksAndTheGoroutines) {
  FakeGo go("");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  const auto reported = settled(*collector);
  EXPECT_THAT(reported, SizeIs(3));
  EXPECT_EQ(value_of(reported, "go_heap"), 7000 + 3 * 2048 - 3 * 96);
  EXPECT_EQ(value_of(reported, "goroutines"), 3) << "one has ended";
}

TEST(AttachedGo, CollectsUntilTwoCollectionsAgree) {
  FakeGo go("falls");  // to 2,000 by five collections
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  auto reported = collector->settle(long_enough);
  for (int i = 0; i < 5 && reported && value_of(*reported, "uncollected") != 0; ++i) {
    reported = collector->settle(long_enough);  // it is not waited for at first
  }
  ASSERT_TRUE(reported);
  EXPECT_EQ(value_of(*reported, "go_heap"), 2000 + 3 * 2048 - 3 * 96);
  EXPECT_GE(go.variable<std::uint32_t>("runtime.memstats", 7704), 6U);
}

// The finalizers run after the second.
TEST(AttachedGo, CollectsThreeTimesAtLeast) {
  FakeGo go("finalizes");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  EXPECT_EQ(value_of(settled(*collector), "go_heap"), 4000 + 3 * 2048 - 3 * 96);
}

TEST(Confirmation, TakesThreeCollectionsOfWhichTwoAgree) {
  go::Confirmation confirmation;
  confirmation.begin();
  EXPECT_FALSE(confirmation.is_enough(1, 700));
  EXPECT_FALSE(confirmation.is_enough(2, 700));
  EXPECT_FALSE(confirmation.is_enough(3, 600)) << "finalizers have run";
  EXPECT_TRUE(confirmation.is_enough(4, 600));
  EXPECT_TRUE(confirmation.is_enough(8, 1)) << "it never agrees";
}

TEST(Confirmation, TakesOneCollectionWhereAsMuchIsHeldAsAtTheLastStop) {
  go::Confirmation confirmation;
  confirmation.begin();
  EXPECT_FALSE(confirmation.is_enough(1, 600));
  EXPECT_FALSE(confirmation.is_enough(2, 600));
  EXPECT_TRUE(confirmation.is_enough(3, 600));
  confirmation.begin();
  EXPECT_TRUE(confirmation.is_enough(1, 600));
  confirmation.begin();
  EXPECT_FALSE(confirmation.is_enough(1, 800)) << "garbage, or a leak";
  EXPECT_FALSE(confirmation.is_enough(2, 800));
  EXPECT_TRUE(confirmation.is_enough(3, 800));
  confirmation.forget();
  confirmation.begin();
  EXPECT_FALSE(confirmation.is_enough(1, 800)) << "a profile needs all of them";
  confirmation.begin();
  EXPECT_FALSE(confirmation.is_enough(1, std::nullopt)) << "unreadable";
}

TEST(AttachedGo, DoesNotWaitForTheEndOfANap) {
  FakeGo go("naps");  // 1,000 s each time
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  EXPECT_THAT(settled(*collector), SizeIs(3));
  EXPECT_GE(go.variable<std::uint32_t>("runtime.memstats", 7704), 3U);
}

// In a program that was idle for long, the background thread sleeps until the program has
// collected.
TEST(AttachedGo, ThatSleepsIsMadeToCollectAsItAllocates) {
  FakeGo go("stops");
  auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  EXPECT_TRUE(collector->settle(long_enough)) << "it is not waited for at first";
  EXPECT_EQ(go.variable<std::uint64_t>("runtime.gcController", 72), 0U);
  collector.reset();
  EXPECT_EQ(go.variable<std::uint64_t>("runtime.gcController", 72), 4194304U);
}

TEST(AttachedGo, KeepsTheBackgroundThreadAwake) {
  FakeGo go("sleeps");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  for (int i = 0; i < 3; ++i) EXPECT_THAT(settled(*collector), SizeIs(3));
}

// A program of which something is allocated all the time.
TEST(AttachedGo, CollectsAFewTimesAtMost) {
  FakeGo go("changes");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  EXPECT_THAT(settled(*collector), SizeIs(3));
}

// The runtime forces no collection before it has collected once by itself.
TEST(AttachedGo, CollectsForTheFirstTime) {
  FakeGo go("first");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  EXPECT_THAT(settled(*collector), SizeIs(3));
  EXPECT_GE(go.variable<std::uint32_t>("runtime.memstats", 7704), 3U);
}

TEST(AttachedGo, PutsBackWhatItHasWritten) {
  for (const char* const mode : {"", "stops"}) {
    FakeGo go(mode);
    auto collector = go.collector();
    ASSERT_NE(collector, nullptr);
    collector->settle(impatient);
    collector->explain(impatient);
    collector->explain(impatient);
    EXPECT_EQ(go.variable<std::int64_t>("runtime.MemProfileRate"), 1);
    EXPECT_EQ(go.variable<std::int32_t>("runtime.debug", 64), 8);
    collector.reset();
    EXPECT_EQ(go.variable<std::int64_t>("runtime.MemProfileRate"), 524288);
    EXPECT_EQ(go.end(), originals) << mode;
  }
}

TEST(AttachedGo, DoesNotMakeTheProgramCollectWhileItRuns) {
  FakeGo go("");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  settled(*collector);
  EXPECT_GE(go.variable<std::int64_t>("runtime.forcegcperiod"), 20'000'000);
}

// Whoever wants the scheduler's traces still gets them.
TEST(AttachedGo, LeavesATraceThatTheUserWants) {
  FakeGo go("traced");
  auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  settled(*collector);
  EXPECT_EQ(go.variable<std::int32_t>("runtime.debug", 60), 1000);
  collector.reset();
  EXPECT_EQ(go.end(), "120000000000 1000 524288 0 4194304\n");
}

TEST(AttachedGo, ReportsWhatHoldsMemory) {
  FakeGo go("");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  const auto first = collector->explain(long_enough);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->source, "go-profile");
  EXPECT_THAT(first->holdings, IsEmpty()) << "profiling begins now";
  const auto second = collector->explain(long_enough);
  ASSERT_TRUE(second);
  ASSERT_THAT(second->holdings, SizeIs(3)) << "goroutines, their stacks and one bucket";
  for (const Holding& holding : second->holdings) {
    ASSERT_THAT(holding.stack, ::testing::Not(IsEmpty()));
    EXPECT_THAT(holding.stack.front().function, HasSubstr("keep"));
  }
  EXPECT_EQ(second->holdings[0].metric, "goroutines");
  EXPECT_EQ(second->holdings[0].count, 3);
  EXPECT_EQ(second->holdings[1].bytes, 3 * 2048);
  EXPECT_EQ(second->holdings[2].bytes, 624);
  EXPECT_EQ(second->holdings[2].count, 3);
}

TEST(AttachedGo, SaysWhyItIsNotAttached) {
  EXPECT_THAT(FakeGo("off").obstacle(), HasSubstr("GOGC=off"));
  EXPECT_THAT(FakeGo("unknown").obstacle(), HasSubstr("by go1.99"));
  EXPECT_THAT(FakeGo("", FAKE_GO_STRIPPED).obstacle(), HasSubstr("-ldflags=-s"));
}

TEST(AttachedGo, ThatStopsCollectingIsGivenUpInTime) {
  FakeGo go("stops");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(collector->settle(impatient)) << "it may wake up yet";
  EXPECT_EQ(collector->settle(impatient), std::nullopt);
}

TEST(AttachedGo, ThatEndsMeanwhileIsGivenUp) {
  FakeGo go("dies");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  for (int i = 0; i < 5; ++i) collector->settle(long_enough);
  EXPECT_EQ(collector->settle(long_enough), std::nullopt);
  collector->explain(long_enough);
  EXPECT_EQ(collector->explain(long_enough), std::nullopt);
}

TEST(AttachedGo, SurvivesGarbage) {
  FakeGo go("garbled");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  for (const Reported& one : settled(*collector)) EXPECT_GE(one.value, 0) << one.name;
  collector->explain(long_enough);
  const auto explanation = collector->explain(long_enough);
  ASSERT_TRUE(explanation);
  for (const Holding& holding : explanation->holdings) {
    EXPECT_GE(holding.bytes, 0);
    EXPECT_LE(holding.stack.size(), 200);
  }
}

TEST(AttachedGo, WhoseGoroutinesCannotBeReadReportsNothing) {
  FakeGo go("elsewhere");
  const auto collector = go.collector();
  ASSERT_NE(collector, nullptr);
  EXPECT_EQ(collector->settle(long_enough), std::nullopt);
  collector->explain(long_enough);
  const auto explanation = collector->explain(long_enough);
  ASSERT_TRUE(explanation);
  EXPECT_THAT(explanation->holdings, IsEmpty());
}

TEST(AttachedGo, IsNotAttachedToAProcessThatHasEnded) {
  EXPECT_EQ(AttachedGo::attach(-1, long_enough).collector, nullptr);
}

}  // namespace
}  // namespace leakproof::go
