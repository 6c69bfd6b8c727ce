// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <sys/mman.h>

#include <algorithm>
#include <stdexcept>

#include "interposer/counters.hpp"
#include "interposer/subject.hpp"
#include "interposer/supervisor/allocation_tracker.hpp"
#include "model/probe.hpp"

namespace leakproof::testing {
namespace {

// The table as the worker maps it.
class MappedTable {
 public:
  explicit MappedTable(const HeapTable& table)
      : pages_(
            ::mmap(nullptr, preload::shared_size, PROT_READ, MAP_SHARED, table.descriptor(), 0)) {
    if (pages_ == MAP_FAILED) throw std::runtime_error("the table cannot be mapped");
  }
  ~MappedTable() { ::munmap(pages_, preload::shared_size); }
  MappedTable(const MappedTable&) = delete;
  MappedTable& operator=(const MappedTable&) = delete;

  const preload::Slot& slot_of(pid_t pid) const {
    const auto& table = *static_cast<const preload::Table*>(pages_);
    const auto owner =
        std::ranges::find_if(table.owners, [=](const auto& known) { return known == pid; });
    return table.slots.at(static_cast<std::size_t>(owner - table.owners.begin()));
  }

 private:
  void* pages_;
};

class Threads : public ::testing::Test {
 protected:
  // Sends the order twice, because libc caches the stacks of the first threads, and their
  // allocations, for later threads.
  std::int64_t left_by(std::string_view order) {
    subject_.send(order);
    const auto before = subject_.counts();
    subject_.send(order);
    return (subject_.counts() - before).live_blocks;
  }

  // Blocks counted in the stripe that threads without their own share.
  std::int64_t shared_stripe() const {
    const MappedTable mapped(table_);
    return mapped.slot_of(subject_.pid()).stripes[0].allocated.blocks;
  }

  HeapTable table_{INTERPOSER};
  Subject subject_{table_, {HEAP_SUBJECT}};
};

TEST_F(Threads, OneAfterAnotherAreCountedExactly) {
  EXPECT_EQ(left_by("one_after_another 200"), 200);
}

TEST_F(Threads, MoreThanThereAreStripesAreCountedExactly) {
  EXPECT_EQ(left_by("concurrent 200"), 200);
}

// So that counting needs no locked instruction.
TEST_F(Threads, OfWhichThereAreFewShareNoStripe) {
  subject_.send("malloc 100");
  const auto before = shared_stripe();
  subject_.send("malloc 100");
  subject_.send("one_after_another 200");
  subject_.send("concurrent 20");
  EXPECT_EQ(shared_stripe(), before);
}

TEST_F(Threads, AreTrackedFromTheirStartUntilTheyAreJoined) {
  subject_.send("malloc 100");
  AllocationTracker tracker(table_, subject_.pid());
  const auto threads = [&] {
    return std::ranges::count(tracker.read().groups, ResourceKind::thread, &AllocationGroup::kind);
  };
  tracker.prepare();
  subject_.send("malloc 100");
  tracker.track(0);
  EXPECT_EQ(subject_.send("start_thread"), 0);
  EXPECT_EQ(threads(), 1);
  EXPECT_EQ(subject_.send("end_thread"), 0);
  EXPECT_EQ(threads(), 0);
}

TEST_F(Threads, AreCountedAfterTheyGaveTheirStripeBack) {
  EXPECT_EQ(left_by("allocate_at_thread_end"), 1);
}

}  // namespace
}  // namespace leakproof::testing
