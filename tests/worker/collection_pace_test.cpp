// SPDX-License-Identifier: MIT
#include "worker/collection_pace.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

using std::chrono::milliseconds;

const CollectionPace::Time beginning{};

TEST(CollectionPace, CollectsAtFirst) { EXPECT_TRUE(CollectionPace(2000).is_due(0, beginning)); }

TEST(CollectionPace, TakesAQuarterOfTheTimeInBetween) {
  CollectionPace pace(2000);
  pace.collected(100, beginning, beginning + milliseconds(8));
  EXPECT_FALSE(pace.is_due(101, beginning + milliseconds(39)));
  EXPECT_TRUE(pace.is_due(101, beginning + milliseconds(40)));
}

TEST(CollectionPace, CollectsInEachWindowHoweverLongThatTakes) {
  CollectionPace pace(2000);
  pace.collected(100, beginning, beginning + milliseconds(800));
  EXPECT_FALSE(pace.is_due(154, beginning + milliseconds(801)));
  EXPECT_TRUE(pace.is_due(155, beginning + milliseconds(801)));
  CollectionPace brief(30);
  brief.collected(20, beginning, beginning + milliseconds(800));
  EXPECT_TRUE(brief.is_due(21, beginning + milliseconds(801)));
}

TEST(CollectionPace, IsEachStopFromAQuarterOfTheDescriptorLimitOn) {
  EXPECT_FALSE(CollectionPace::is_near_limit(255, 1024));
  EXPECT_TRUE(CollectionPace::is_near_limit(256, 1024));
}

TEST(CollectionPace, CollectsLessOftenBeyondTheHorizon) {
  CollectionPace pace(2000);
  pace.collected(5100, beginning, beginning + milliseconds(800));
  EXPECT_FALSE(pace.is_due(5198, beginning + milliseconds(801)));
  EXPECT_TRUE(pace.is_due(5200, beginning + milliseconds(801)));
}

}  // namespace
}  // namespace leakproof
