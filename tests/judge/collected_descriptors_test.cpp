// SPDX-License-Identifier: MIT
#include "judge/collected_descriptors.hpp"

#include <gmock/gmock.h>

namespace leakproof {
namespace {

TEST(CollectedDescriptors, AreNamedWithTheMostThatWereOpen) {
  CollectedDescriptors collected;
  EXPECT_EQ(collected.remark(0), std::nullopt);
  collected.add(2061, 9);
  collected.add(40, 9);
  EXPECT_EQ(collected.remark(2061),
            "2,083 descriptors were closed only by the garbage collector; they had reached 2,061");
}

TEST(CollectedDescriptors, AreOneInTwentyFetchesOrMore) {
  CollectedDescriptors collected;
  collected.add(12, 7);
  EXPECT_NE(collected.remark(100), std::nullopt);
  EXPECT_EQ(collected.remark(101), std::nullopt);
}

TEST(CollectedDescriptors, AreNoSingleOnesThatTimeMayHaveClosed) {
  CollectedDescriptors collected;
  for (int i = 0; i < 1000; ++i) collected.add(10, 7);
  EXPECT_EQ(collected.remark(2000), std::nullopt);
  collected.add(11, 7);
  EXPECT_NE(collected.remark(2000), std::nullopt);
}

TEST(CollectedDescriptors, AreFoundWithinAReason) {
  CollectedDescriptors collected;
  for (int i = 0; i < 1000; ++i) collected.add(17, 7);
  const std::string remark = collected.remark(2000).value();
  constexpr auto closed = "10,000 descriptors were closed only by the garbage collector";
  EXPECT_EQ(collected_descriptors_in(remark), closed);
  EXPECT_EQ(collected_descriptors_in("no growth in threads; " + remark + "; more"), closed);
  EXPECT_EQ(collected_descriptors_in("no growth in threads"), "");
}

TEST(CollectedDescriptors, AreNoneWhereACollectionOpensSome) {
  CollectedDescriptors collected;
  collected.add(7, 70);
  collected.add(11, 7);
  EXPECT_NE(collected.remark(80), std::nullopt);
  EXPECT_EQ(collected.remark(81), std::nullopt);
}

}  // namespace
}  // namespace leakproof
