// SPDX-License-Identifier: MIT
#include "attribution/tracked_process.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>

#include "support/shared_table.hpp"

namespace leakproof {
namespace {

using preload::TrackingState;
using ::testing::ElementsAre;
using testing::SharedTable;

class HeapWorker final : public Worker {
 public:
  HeapWorker(pid_t pid, const HeapTable* heap) : pid_(pid), heap_(heap) {}

  pid_t pid() const override { return pid_; }
  const HeapTable* heap() const override { return heap_; }
  std::string banner() const override { return ""; }
  Batch advance(std::int64_t, std::string_view) override { return {}; }
  ExitReport stop() override { return {}; }

 private:
  pid_t pid_;
  const HeapTable* heap_;
};

TEST(TrackedWorker, GivesTheInterposerItsOrders) {
  SharedTable shared;
  const preload::TrackingOrder& order = shared.slot().tracking;
  const HeapWorker worker(SharedTable::pid, &shared.table());
  TrackedWorker process(worker);
  EXPECT_TRUE(process.is_observed());
  process.prepare();
  EXPECT_EQ(order.state, TrackingState::preparing);
  process.track(3);
  EXPECT_EQ(order.state, TrackingState::on);
  EXPECT_EQ(order.epoch, 3U);
  shared.track(ResourceKind::block, 0x1000, {7}, 24);
  process.only_forget();
  EXPECT_EQ(order.state, TrackingState::forgetting);
  const OutstandingAllocations outstanding = process.read();
  ASSERT_EQ(outstanding.groups.size(), 1U);
  EXPECT_THAT(outstanding.groups[0].stack, ElementsAre(7));
  process.stop_tracking();
  EXPECT_EQ(order.state, TrackingState::off);
  EXPECT_FALSE(process.is_observed());
}

TEST(TrackedWorker, IsNotObservedWithoutAnInterposer) {
  EXPECT_FALSE(TrackedWorker(HeapWorker(SharedTable::pid, nullptr)).is_observed());
  const SharedTable shared;
  EXPECT_FALSE(TrackedWorker(HeapWorker(1, &shared.table())).is_observed());
}

TEST(TrackedWorker, ReadsTheMemoryThatIsResident) {
  const std::int64_t resident =
      TrackedWorker(HeapWorker(::getpid(), nullptr)).resident_bytes().value_or(0);
  EXPECT_GT(resident, 100'000);
  EXPECT_EQ(resident % 4096, 0) << "whole pages, in bytes";
  EXPECT_EQ(TrackedWorker(HeapWorker(0x7fffffff, nullptr)).resident_bytes(), std::nullopt);
}

TEST(TrackedWorker, TellsWhatADescriptorIs) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  TrackedWorker process(HeapWorker(::getpid(), nullptr));
  EXPECT_EQ(process.descriptor_kind(ends[0]), "pipe");
  for (const int end : ends) ::close(end);
  EXPECT_EQ(process.descriptor_kind(ends[0]), std::nullopt);
}

}  // namespace
}  // namespace leakproof
