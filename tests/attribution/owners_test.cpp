// SPDX-License-Identifier: MIT
#include "attribution/owners.hpp"

#include <gmock/gmock.h>

#include "attribution/owner_phase.hpp"
#include "leak.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::leak;
using ::testing::SizeIs;

constexpr Window window{.fetches = 80, .epochs = 8};

// Of ten fetches each: so many of so many bytes in every epoch.
LeakCandidate candidate(std::vector<Place> places, std::int64_t count, std::int64_t bytes,
                        ResourceKind thing = ResourceKind::block) {
  return {.survivors = {.thing = thing,
                        .by_epoch = std::vector<std::int64_t>(8, count),
                        .bytes = 8 * count * bytes,
                        .smallest = bytes,
                        .largest = bytes},
          .stack = {.places = std::move(places), .yours = {}}};
}

Place at(const char* function, int line = 0) { return {.function = function, .line = line}; }

bool lasting(std::vector<std::int64_t> by_epoch) {
  return lasts({.by_epoch = std::move(by_epoch)}, window);
}

TEST(Owners, LeaveSomethingFromMostEpochs) {
  EXPECT_TRUE(lasting({1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_TRUE(lasting({1, 0, 1, 1, 0, 1, 1, 1}));
  EXPECT_FALSE(lasting({0, 0, 0, 0, 0, 0, 0, 50}));
  EXPECT_FALSE(lasting({0, 0, 0, 0, 9, 9, 9, 9}));
  EXPECT_FALSE(lasting({50}));
  EXPECT_FALSE(lasting({}));
}

TEST(Owners, AreRankedByWhatTheyAddToTheSeriesThatLeaks) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 500)},
                {candidate({at("small")}, 10, 100), candidate({at("great")}, 10, 400)}, window);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[0].stack.front().function, "great");
  EXPECT_DOUBLE_EQ(owners[0].share, 0.8);
  EXPECT_DOUBLE_EQ(owners[0].count_per_fetch, 1);
  EXPECT_DOUBLE_EQ(owners[1].bytes_per_fetch, 100);
  EXPECT_THAT(unattributed, IsEmpty());
}

TEST(Owners, AreOneFromTheCallerOutwards) {
  LeakCandidate one = candidate({at("malloc_a"), at("curl_easy_init"), at("fetch", 14)}, 10, 100);
  LeakCandidate other = candidate({at("malloc_b"), at("curl_easy_init"), at("fetch", 14)}, 10, 300);
  LeakCandidate elsewhere =
      candidate({at("malloc_b"), at("curl_easy_init"), at("fetch", 15)}, 10, 100);
  for (LeakCandidate* candidate : {&one, &other, &elsewhere}) candidate->stack.yours = 2;
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_bytes", 500)}, {one, other, elsewhere}, window);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_DOUBLE_EQ(owners[0].bytes_per_fetch, 400);
  EXPECT_EQ(owners[0].stack.front().function, "malloc_b");
  EXPECT_EQ(owners[0].details, "of 100 to 300 bytes");
}

TEST(Owners, SayWhatTheyLeaveOpenAndWhatIsTooMuch) {
  const std::vector<LeakCandidate> half{candidate({at("half")}, 10, 100)};
  EXPECT_THAT(attribute(std::vector{leak("heap_bytes", 200)}, half, window).unattributed,
              HasSubstr("heap_bytes: 50 % of the growth (100 B/fetch) has no owner"));
  EXPECT_THAT(attribute(std::vector{leak("heap_bytes", 50)}, half, window).unattributed,
              HasSubstr("heap_bytes: the owners come to 200 %"));
  EXPECT_THAT(attribute(std::vector{leak("threads", 1)}, half, window).unattributed,
              HasSubstr("threads: 100 %"));
  Window lossy = window;
  lossy.lost = 7;
  EXPECT_THAT(attribute(std::vector{leak("heap_bytes", 100)}, half, lossy).unattributed,
              "7 calls could not be noted, for want of room");
}

TEST(Owners, AreCountedWhereBytesDoNotLeak) {
  const auto [owners, unattributed] =
      attribute(std::vector{leak("heap_blocks", 1)}, {candidate({at("lone")}, 10, 8)}, window);
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners.front().metric, "heap_blocks");
  EXPECT_DOUBLE_EQ(owners.front().share, 1);
}

TEST(Owners, OfSocketsSayWhoClosed) {
  LeakCandidate sockets = candidate({at("socket")}, 10, 0, ResourceKind::descriptor);
  sockets.kinds.assign(80, "CLOSE_WAIT");
  Window busy = window;
  busy.traffic = {.complete = 100, .broken = 1};
  const auto owners =
      attribute(std::vector{leak("descriptors", 1)}, {std::move(sockets)}, busy).owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_EQ(owners.front().details,
            "CLOSE_WAIT: the origin closed first, the client has not; the origin sent 100 whole "
            "replies and 1 that broke off");
}

TEST(OwnerPhase, FitsIntoTheRoomThereIs) {
  EXPECT_EQ(epochs_within(100'000, 2000).fetches, 20);
  EXPECT_EQ(epochs_within(100'000, 60).fetches, 5);
  EXPECT_EQ(epochs_within(45, 2000).fetches, 5);
  EXPECT_EQ(epochs_within(9, 2000).fetches, 1);
  EXPECT_EQ(epochs_within(9, 2000).count, 8U);
  EXPECT_EQ(epochs_within(5, 2000).count, 4U);
  EXPECT_EQ(epochs_within(2, 2000).count, 0U);
}

}  // namespace
}  // namespace leakproof
