// SPDX-License-Identifier: MIT
#include "interposer/ranges.hpp"

#include <gmock/gmock.h>

#include <bitset>
#include <random>

namespace leakproof::preload {
namespace {

TEST(Ranges, ForgetAllWhenCleared) {
  Ranges ranges;
  ranges.add({10, 20});
  ranges.clear();
  EXPECT_EQ(ranges.total(), 0);
  EXPECT_FALSE(ranges.remove({0, 100}));
}

TEST(Ranges, SayWhetherAnyOfThemWasThere) {
  Ranges ranges;
  ranges.add({10, 20});
  EXPECT_FALSE(ranges.remove({0, 10}));
  EXPECT_FALSE(ranges.remove({20, 30}));
  EXPECT_TRUE(ranges.remove({19, 30}));
}

TEST(Ranges, NoticeThatTheyAreHalfOneStateAndHalfTheNext) {
  Ranges ranges;
  ranges.add({10, 20});
  const Ranges torn = ranges;  // a copy with the same pages, but its own sums
  ranges.add({20, 30});
  EXPECT_TRUE(ranges.is_sound());
  EXPECT_FALSE(torn.is_sound());
}

TEST(Ranges, NoticeThatTheyAreOutOfOrder) {
  Ranges ranges;
  ranges.add({10, 20});
  ranges.add({30, 40});
  const Ranges torn = ranges;  // a copy with the same pages: both ranges become the second
  ranges.remove({10, 20});
  EXPECT_TRUE(ranges.is_sound());
  EXPECT_FALSE(torn.is_sound());
}

TEST(Ranges, AgreeWithASetOfSingleAddresses) {
  constexpr std::size_t addresses = 200;
  std::mt19937 random(1);
  const auto below = [&](std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
  };
  Ranges ranges;
  std::bitset<addresses + 1> model;  // from 1, because address 0 is never used
  for (int i = 0; i < 100'000; ++i) {
    const auto begin = 1 + below(addresses);
    const auto end = begin + 1 + below(std::min<std::size_t>(20, addresses + 1 - begin));
    const bool adds = below(2) == 0;
    bool any = false;
    for (auto address = begin; address < end; ++address) {
      any = any || model[address];
      model[address] = adds;
    }
    if (adds) {
      ranges.add({begin, end});
    } else {
      ASSERT_EQ(ranges.remove({begin, end}), any) << i;
    }
    ASSERT_EQ(ranges.total(), static_cast<std::int64_t>(model.count())) << i;
    ASSERT_TRUE(ranges.is_sound()) << i;
  }
}

}  // namespace
}  // namespace leakproof::preload
