// SPDX-License-Identifier: MIT
#include "interposer/next.hpp"

#include <dlfcn.h>
#include <gmock/gmock.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string>

namespace leakproof::preload {

// The definitions that next.cpp needs from other sources of the preloaded library.
constinit thread_local Mine mine{};
constinit std::atomic<bool> passive = false;
void resolve_operators() {}

namespace {

TEST(Next, FindsEveryFunctionThatOursStandInFrontOf) {
  const Next* const behind = resolve();
  ASSERT_EQ(behind, &found);
  std::array<std::uintptr_t, sizeof(Next) / sizeof(std::uintptr_t)> words{};
  static_assert(offsetof(Next, allocator_end) % sizeof(std::uintptr_t) == 0);
  std::memcpy(words.data(), behind, sizeof words);
  for (std::size_t i = 0; i * sizeof words[0] < offsetof(Next, allocator_begin); ++i) {
    EXPECT_NE(words[i], 0U) << "function " << i;
  }
  EXPECT_FALSE(mine.resolving);
  EXPECT_TRUE(resolved);
}

TEST(Next, KnowsTheModuleOfTheAllocator) {
  const Next& behind = *resolve();
  EXPECT_TRUE(behind.is_allocator(reinterpret_cast<const void*>(behind.malloc)));
  EXPECT_FALSE(behind.is_allocator(reinterpret_cast<const void*>(&resolve_operators)));
}

TEST(Next, LeavesErrnoAloneAndIsNotThereWhileItIsBeingLookedUp) {
  errno = 4711;
  resolve();
  EXPECT_EQ(errno, 4711);
  mine.resolving = true;
  EXPECT_EQ(resolve(), nullptr);
  mine.resolving = false;
}

bool is_aligned(const void* block, std::size_t alignment) {
  return std::bit_cast<std::uintptr_t>(block) % alignment == 0;
}

TEST(EarlyArena, HandsOutAlignedBlocksThatKnowTheirSize) {
  for (const std::size_t alignment : {1UL, 16UL, 64UL, 256UL}) {
    for (const std::size_t size : {0UL, 1UL, 24UL, 100UL}) {
      void* const block = early_allocate(size, alignment);
      ASSERT_NE(block, nullptr);
      EXPECT_TRUE(is_early(block));
      EXPECT_TRUE(is_aligned(block, std::max(alignment, alignof(std::max_align_t)))) << alignment;
      EXPECT_EQ(early_size(block), size);
    }
  }
}

TEST(EarlyArena, NeverHandsOutTheSameBytesTwice) {
  auto* const first = static_cast<char*>(early_allocate(100));
  std::memset(first, 'x', 100);
  auto* const second = static_cast<char*>(early_allocate(100));
  std::memset(second, 'y', 100);
  EXPECT_EQ(std::string(first, 100), std::string(100, 'x'));
  EXPECT_EQ(early_size(first), 100U);
}

TEST(EarlyArena, RefusesWhatIsLargerThanTheRest) {
  for (const std::size_t size : {early_arena.size(), SIZE_MAX}) {
    errno = 0;
    EXPECT_EQ(early_allocate(size), nullptr) << size;
    EXPECT_EQ(errno, ENOMEM);
  }
  EXPECT_NE(early_allocate(1), nullptr) << "a refusal takes no room";
  while (void* const block = early_allocate(100)) {
    ASSERT_LE(static_cast<std::byte*>(block) + 100, early_arena.data() + early_arena.size());
  }
  EXPECT_EQ(early_allocate(100), nullptr);
}

TEST(EarlyArena, IsNotWhereOtherBlocksAre) {
  const int other = 0;
  EXPECT_FALSE(is_early(&other));
  EXPECT_FALSE(is_early(early_arena.data() + early_arena.size()));
  EXPECT_FALSE(is_early(nullptr));
}

}  // namespace
}  // namespace leakproof::preload
