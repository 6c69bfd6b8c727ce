// SPDX-License-Identifier: MIT
// Tests the tracking tables alone.
#include "interposer/tracking_table.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>

#include <thread>
#include <vector>

#include "interposer/own_pages.hpp"

namespace leakproof::preload {
namespace {

using Stack = std::vector<void*>;

Stack stack(std::uintptr_t first, std::uintptr_t depth = 10) {
  Stack addresses;
  for (std::uintptr_t i = 0; i < depth; ++i) {
    addresses.push_back(reinterpret_cast<void*>(0x400000 + first * 64 + i));
  }
  return addresses;
}

std::uint64_t block(std::uintptr_t number) {
  return TrackingTable::key_of(ResourceKind::block, 0x5500'0000'0000 + number * 16);
}

// The table as the interposer has it: pages of zeros, which occupy no memory until they are
// used.
class NotesTable : public ::testing::Test {
 protected:
  ~NotesTable() override { ::munmap(table_, sizeof(TrackingTable)); }

  TrackingTable* const table_ = static_cast<TrackingTable*>(own_pages(sizeof(TrackingTable)));
};

TEST_F(NotesTable, GivesOneStackOnePlace) {
  const auto place = table_->place_of(stack(1));
  EXPECT_EQ(table_->place_of(stack(1)), place);
  EXPECT_NE(table_->place_of(stack(2)), place);
  EXPECT_NE(table_->place_of(stack(1, 9)), place);
  EXPECT_EQ(table_->stacks[place].depth, 10U);
  EXPECT_EQ(table_->stacks[place].addresses[3], 0x400000U + 64 + 3);
}

TEST_F(NotesTable, CutsAStackThatIsTooDeep) {
  const auto place = table_->place_of(stack(1, 200));
  EXPECT_EQ(table_->stacks[place].depth, deepest_noted);
}

TEST_F(NotesTable, SaysWhenItHasNoRoomForAStack) {
  for (std::uintptr_t i = 0; i < TrackingTable::most_stacks; ++i) {
    ASSERT_NE(table_->place_of(stack(i, 2)), TrackingTable::no_stack);
  }
  EXPECT_EQ(table_->place_of(stack(TrackingTable::most_stacks, 2)), TrackingTable::no_stack);
}

TEST_F(NotesTable, ForgetsWhatWasAddedAndNothingElse) {
  ASSERT_TRUE(table_->add(block(1), 7, 3, 100));
  ASSERT_TRUE(table_->add(block(2), 8, 4, 200));
  EXPECT_EQ(table_->remove(block(3)).key, 0U);
  const auto gone = table_->remove(block(1));
  EXPECT_EQ(gone.key, block(1));
  EXPECT_EQ(gone.stack, 7U);
  EXPECT_EQ(gone.epoch, 3U);
  EXPECT_EQ(gone.bytes, 100U);
  EXPECT_EQ(table_->remove(block(1)).key, 0U);
  EXPECT_EQ(table_->remove(block(2)).bytes, 200U);
}

TEST_F(NotesTable, KeepsThingsOfDifferentKindsApart) {
  EXPECT_NE(TrackingTable::key_of(ResourceKind::descriptor, 5),
            TrackingTable::key_of(ResourceKind::thread, 5));
  EXPECT_EQ(TrackingTable::thing_of(TrackingTable::key_of(ResourceKind::descriptor, 5)),
            ResourceKind::descriptor);
  for (const int descriptor : {0, 1, 1023, 1'000'000}) {
    const auto key =
        TrackingTable::key_of(ResourceKind::descriptor, static_cast<std::uintptr_t>(descriptor));
    EXPECT_EQ(TrackingTable::descriptor_of(key), descriptor);
  }
}

// Removed entries must neither slow down the table nor fill it up.
TEST_F(NotesTable, TakesAsManyAgainAfterAllHaveGone) {
  constexpr std::uintptr_t many = TrackingTable::most_resources / 4;
  for (int round = 0; round < 3; ++round) {
    for (std::uintptr_t i = 0; i < many; ++i) {
      ASSERT_TRUE(table_->add(block(i * 3), 1, 0, i)) << i;
    }
    for (std::uintptr_t i = 0; i < many; ++i) ASSERT_EQ(table_->remove(block(i * 3)).bytes, i);
  }
  for (const TrackedResource& resource : table_->resources) ASSERT_EQ(resource.key, 0U);
}

TEST_F(NotesTable, SaysWhenItHasNoRoom) {
  std::uintptr_t number = 0;
  while (number <= TrackingTable::most_resources && table_->add(block(number), 1, 0, 1)) ++number;
  EXPECT_GT(number, TrackingTable::most_resources / 4 * 3);
  EXPECT_LE(number, TrackingTable::most_resources);
}

// As threads use it: each adds and removes only its own resources, and a key that one has
// released may be used by another.
TEST_F(NotesTable, NeitherLosesNorMixesWhatThreadsDoAtOnce) {
  constexpr std::uintptr_t threads = 8;
  constexpr std::uintptr_t each = 2'000;
  constexpr std::uintptr_t rounds = 20;
  {
    std::vector<std::jthread> pool;
    for (std::uintptr_t thread = 0; thread < threads; ++thread) {
      pool.emplace_back([this, thread] {
        for (std::uintptr_t round = 0; round < rounds; ++round) {
          for (std::uintptr_t i = 0; i < each; ++i) {
            // Adjacent entries in the table belong to different threads.
            const auto key = block(i * threads + thread);
            const auto place = table_->place_of(stack(1 + thread * 100 + i % 50));
            ASSERT_TRUE(table_->add(key, place, static_cast<std::uint32_t>(thread), 1000 + i));
          }
          for (std::uintptr_t i = 0; i < each; ++i) {
            if (round + 1 == rounds && i % 10 == 0) continue;  // stays
            ASSERT_EQ(table_->remove(block(i * threads + thread)).bytes, 1000 + i);
          }
        }
      });
    }
  }
  std::uintptr_t left = 0;
  for (const TrackedResource& resource : table_->resources) {
    if (resource.key == 0) continue;
    ++left;
    const std::uintptr_t i = resource.bytes - 1000;
    const std::uint32_t thread = resource.epoch;
    EXPECT_EQ(resource.key, block(i * threads + thread));
    const TrackedStack& known = table_->stacks[resource.stack];
    EXPECT_EQ(known.depth, 10U);
    EXPECT_EQ(known.addresses[0], 0x400000 + (1 + thread * 100 + i % 50) * 64);
  }
  EXPECT_EQ(left, threads * each / 10);
}

}  // namespace
}  // namespace leakproof::preload
