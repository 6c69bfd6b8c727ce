// SPDX-License-Identifier: MIT
#include "attribution/owner_phase.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/explanation.hpp"
#include "model/owner.hpp"
#include "owner_phase_fixture.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using testing::leak;
using testing::left;
using ::testing::SizeIs;

using testing::descriptors_of;
using OwnerPhase = testing::OwnerPhase;

TEST_F(OwnerPhase, TracksTheEpochsAndThenLetsWhatIsToGoGo) {
  find({leak("heap_bytes", 24)});
  EXPECT_THAT(world_.events, ElementsAre("raise limit", "prepare", "fetch 1", "note 0", "fetch 10",
                                         "fetch 50", "note 1", "fetch 60", "note 2", "fetch 60",
                                         "note 3", "fetch 60", "only forget", "fetch 60", "stop"));
}

TEST_F(OwnerPhase, GoesOnWhereOneAllocationInManyFetchesMayBeMissed) {
  AllocationGroup rare = left(2, 30, 16);
  rare.by_epoch = {0, 1, 0, 0};
  world_.outstanding.groups = {left(1, 30, 8), rare};
  world_.on_advance = [&](std::int64_t) {
    if (world_.fetches > 301) world_.outstanding.groups[1].by_epoch = {0, 1, 0, 0, 1, 1, 0, 1};
  };
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_THAT(world_.events,
              IsSupersetOf({"note 4", "note 5", "note 6", "note 7", "only forget", "stop"}));
  EXPECT_THAT(result.owners, SizeIs(2));
  EXPECT_EQ(result.owner_fetches, 1 + 2 * 5 * 60);
}

TEST_F(OwnerPhase, DoesNotGoOnTowardsALimitThatIsNear) {
  AllocationGroup rare = left(2, 30, 24);
  rare.by_epoch = {0, 1, 0, 0};
  world_.outstanding.groups = {rare};
  world_.on_advance = [&](std::int64_t) { world_.resident_bytes = (128 << 20) - 6000; };
  EXPECT_EQ(find({leak("heap_bytes", 24)}).owner_fetches, 301);
}

TEST_F(OwnerPhase, NamesWhoLeavesSomethingBehind) {
  world_.outstanding.groups = {left(7, 30, 24)};
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_TRUE(is_alive_);
  ASSERT_THAT(result.owners, SizeIs(1));
  EXPECT_EQ(result.owners[0].stack.at(0).function, "7");
  EXPECT_DOUBLE_EQ(result.owners[0].share, 1);
  EXPECT_EQ(result.unattributed, "");
  EXPECT_EQ(result.reason, "as it was");
  EXPECT_EQ(result.owner_fetches, 301);
}

TEST_F(OwnerPhase, LeavesOutWhatDoesNotLastOrDoesNotLeak) {
  AllocationGroup late = left(1, 30, 24);
  late.by_epoch = {0, 0, 0, 0, 0, 0, 0, 160};
  world_.outstanding.groups = {late, left(2, 30, 24, ResourceKind::mapping), left(3, 30, 24)};
  const Result result = find({leak("heap_bytes", 24)});
  ASSERT_THAT(result.owners, SizeIs(1));
  EXPECT_EQ(result.owners[0].stack.at(0).function, "3");
}

TEST_F(OwnerPhase, SaysHowManyCallsWereNotRecorded) {
  world_.outstanding.lost = 7;
  EXPECT_THAT(find({leak("heap_bytes", 24)}).unattributed, HasSubstr("7 calls were not recorded"));
}

TEST_F(OwnerPhase, SaysWhatDescriptorsAreNow) {
  world_.descriptor_kinds = {{4, "pipe"}, {5, "pipe"}};
  world_.outstanding.groups = {descriptors_of(1, {4, 5, 99}), descriptors_of(2, {99})};
  const Result result = find({leak("descriptors", 1)});
  ASSERT_THAT(result.owners, SizeIs(1)) << "what is closed again has no owner";
  EXPECT_EQ(result.owners[0].details, "pipe");
}

TEST_F(OwnerPhase, CountsTheTrafficOfTheEpochsAndTheGrace) {
  world_.fetches = 1000;
  world_.descriptor_kinds = {{4, "ESTABLISHED"}};
  world_.outstanding.groups = {descriptors_of(1, {4})};
  EXPECT_THAT(find({leak("descriptors", 1)}).owners.at(0).details,
              HasSubstr("600 complete replies and 300 incomplete"));
}

TEST_F(OwnerPhase, FindsNoOwnersWhereNothingNamesCode) {
  class Nameless final : public Environment {
   public:
    std::unique_ptr<Origin> open_origin(const Trial&) override { return nullptr; }
    std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override { return nullptr; }
  };
  world_.outstanding.groups = {left(7, 30, 24)};
  Nameless environment;
  const Result result = find({leak("heap_bytes", 24)}, environment);
  EXPECT_THAT(result.owners, IsEmpty());
  EXPECT_THAT(result.unattributed, HasSubstr("100 % of the growth"));
}

TEST_F(OwnerPhase, NamesFiveHundredStacksAtMostTheLargestFirst) {
  for (std::uintptr_t stack = 1; stack <= 501; ++stack) {
    world_.outstanding.groups.push_back(left(stack, 30, static_cast<std::int64_t>(stack)));
  }
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_THAT(result.owners, SizeIs(500));
  EXPECT_EQ(result.owners.front().stack.at(0).function, "501");
  EXPECT_EQ(result.owners.back().stack.at(0).function, "2");
}

TEST_F(OwnerPhase, SaysWhereAllocationsAreNotObservable) {
  world_.is_observed = false;
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_EQ(result.unattributed, "no owners: not observable here");
  EXPECT_THAT(world_.events, IsEmpty());
  EXPECT_TRUE(is_alive_);
}

TEST_F(OwnerPhase, DoesNotFetchTowardsALimitThatIsNear) {
  world_.resident_bytes = 128 << 20;
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_EQ(result.unattributed, "no owners: the worker is too close to its limits");
  EXPECT_EQ(world_.fetches, 0);
  EXPECT_TRUE(is_alive_);
}

TEST_F(OwnerPhase, SaysHowTheWorkerWasLost) {
  world_.on_advance = [](std::int64_t fetches) {
    if (fetches > 1) throw WorkerFailure("it was killed by signal 11");
  };
  const Result result = find({leak("heap_bytes", 24)});
  EXPECT_FALSE(is_alive_);
  EXPECT_EQ(result.unattributed,
            "no owners: the worker failed during attribution: it was killed by signal 11");
  EXPECT_EQ(result.reason, "as it was");
}

TEST_F(OwnerPhase, SaysThatTheWorkerRanIntoItsMemoryLimit) {
  world_.on_advance = [](std::int64_t) { throw MemoryCapReached("its memory limit of 2 GiB"); };
  EXPECT_EQ(find({leak("heap_bytes", 24)}).unattributed,
            "no owners: the worker reached its memory limit of 2 GiB during attribution");
  EXPECT_FALSE(is_alive_);
}

TEST_F(OwnerPhase, SaysThatTheWorkerEndedByItself) {
  world_.ends_by_itself = true;
  EXPECT_THAT(find({leak("heap_bytes", 24)}).unattributed, HasSubstr("it ended by itself"));
  EXPECT_FALSE(is_alive_);
}

// Explanations, 60 fetches apart, of one line of a script that holds more bytes in each.
TEST(Owners, AreLookedForWhereALeakWasNotDeclared) {
  const std::vector findings{leak("heap_bytes", 24)};
  using enum Attribution;
  EXPECT_TRUE(wants_owners(wanting(unless_declared, Expectation::clean, findings)));
  EXPECT_FALSE(wants_owners(wanting(unless_declared, Expectation::leaks, findings)));
  EXPECT_TRUE(wants_owners(wanting(always, Expectation::leaks, findings)));
  EXPECT_FALSE(wants_owners(wanting(none, Expectation::clean, findings)));
  EXPECT_FALSE(wants_owners(wanting(always, Expectation::clean, {})));
}

}  // namespace
}  // namespace leakproof
