// SPDX-License-Identifier: MIT
#include "worker/collection_pace.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

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
  EXPECT_FALSE(pace.is_due(151, beginning + milliseconds(801)));
  EXPECT_TRUE(pace.is_due(152, beginning + milliseconds(801)));
  CollectionPace brief(30);
  brief.collected(20, beginning, beginning + milliseconds(800));
  EXPECT_TRUE(brief.is_due(21, beginning + milliseconds(801)));
}

TEST(CollectionPace, IsEachStopFromAQuarterOfTheDescriptorLimitOn) {
  EXPECT_FALSE(CollectionPace::is_near_limit(255, 1024));
  EXPECT_TRUE(CollectionPace::is_near_limit(256, 1024));
}

// At each look of the judge, an eighth of the run is left out, and 12 windows share the rest.
TEST(CollectionPace, LeavesEnoughReadingsForEachWindowHoweverLongTheyTake) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    CollectionPace pace(2000);
    std::vector<std::int64_t> readings;
    std::int64_t fetches = 0;
    for (double look = 2000; look < 22783; look *= 1.5) {
      while (fetches < static_cast<std::int64_t>(look)) {
        if (pace.is_due(fetches, beginning)) {
          readings.push_back(fetches);
          pace.collected(fetches, beginning, beginning + milliseconds(800));
        }
        fetches += 12 + static_cast<std::int64_t>(random() % 26);  // as SamplingSchedule does
      }
      const auto judged =
          std::ranges::count_if(readings, [&](auto at) { return at >= fetches / 8; });
      EXPECT_GE(judged, (look > 2000 ? 3 : 2) * 12) << seed << " " << look;
    }
  }
}

TEST(CollectionPace, CollectsLessOftenBeyondTheHorizon) {
  CollectionPace pace(2000);
  pace.collected(5100, beginning, beginning + milliseconds(800));
  EXPECT_FALSE(pace.is_due(5236, beginning + milliseconds(801)));
  EXPECT_TRUE(pace.is_due(5238, beginning + milliseconds(801)));
}

}  // namespace
}  // namespace leakproof
