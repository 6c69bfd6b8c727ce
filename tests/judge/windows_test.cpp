// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <vector>

#include <judge/windows.hpp>

#include "model/series.hpp"
#include "recording.hpp"
#include "usages.hpp"

namespace leakproof {
namespace {

using testing::by_16;
using ::testing::Each;
using testing::flat;
using ::testing::Optional;

constexpr std::int64_t byte_grain = 16;

std::vector<Sample> evenly(std::size_t count, std::int64_t value = 0) {
  std::vector<Sample> samples(count, Sample{.value = value});
  for (std::size_t i = 0; i < count; ++i) samples[i].fetches = static_cast<std::int64_t>(i);
  return samples;
}

TEST(Windows, MeasureTheRateOfAnEvenClimbInEveryStep) {
  const auto windows = measure(recording(by_16, 2000), byte_grain);
  ASSERT_TRUE(windows);
  EXPECT_THAT(windows->steps, Each(16.0));
  EXPECT_EQ(windows->growth.per_fetch, 16.0);
  EXPECT_EQ(windows->early, 16.0);
  EXPECT_EQ(windows->late, 16.0);
  EXPECT_TRUE(windows->rise());
}

TEST(Windows, LeaveOutTheFirstEighthAndTheRemainder) {
  // 97 readings: 0 … 11 are warm-up; 13 … 96 are 12 windows of 7, which end with the last
  // reading, so the remainder 12 joins the warm-up.
  const auto windows = measure(evenly(97), 1);
  ASSERT_TRUE(windows);
  EXPECT_EQ(windows->span, 96 - 13);
  EXPECT_EQ(windows->spacing, 7);
}

TEST(Windows, AreKnownByTheirLowestUsage) {
  auto samples = recording(flat, 2000);
  for (std::size_t i = 0; i < samples.size(); i += 2) samples[i].value += 5'000'000;
  samples.back().value = 1'000'100;
  const auto windows = measure(samples, byte_grain);
  ASSERT_TRUE(windows);
  EXPECT_THAT(windows->steps, Each(0.0));
  EXPECT_EQ(windows->net, 100);
}

TEST(Windows, DoNotRiseIfOneOfThemIsFlat) {
  auto samples = evenly(97);
  for (auto& sample : samples) sample.value = sample.fetches;
  ASSERT_TRUE(measure(samples, 1)->rise());
  for (auto& sample : samples) sample.value -= sample.fetches >= 48 ? 7 : 0;
  EXPECT_FALSE(measure(samples, 1)->rise());
}

TEST(Windows, RiseDownToNineTenthsOfTheirEarlyGrowth) {
  const auto slowing_to = [](double late) {
    return recording([=](double n) { return n < 1125 ? 100.0 * n : 112500 + late * (n - 1125); },
                     2000);
  };
  EXPECT_TRUE(measure(slowing_to(92), 1)->rise());
  EXPECT_FALSE(measure(slowing_to(88), 1)->rise());
}

TEST(Windows, HaveTheTrendOfAnEvenClimb) {
  const Trend trend = measure(recording(by_16, 2000), byte_grain)->trend;
  EXPECT_NEAR(trend.low, 16, 2);
  EXPECT_NEAR(trend.high, 16, 2);
}

// One reading of each window is far below the others. Its position within the window varies.
TEST(Windows, HaveATrendThatASingleLowReadingDoesNotMove) {
  auto samples = evenly(97, 1000);
  for (std::size_t i = 13; i < samples.size(); i += 7) samples[i + i % 5].value = 0;
  const auto windows = measure(samples, 1);
  ASSERT_TRUE(windows);
  EXPECT_EQ(windows->trend.low, 0);
  EXPECT_EQ(windows->trend.high, 0);
  EXPECT_EQ(windows->trend.net, 0);
}

TEST(Windows, BoundTheTrendByTheNinthSlopeFromEitherEnd) {
  // The values of the windows are 0 but for the last: 11 of 66 slopes are positive.
  auto samples = evenly(97);
  for (std::size_t i = 90; i < samples.size(); ++i) samples[i].value = 770;
  const Trend trend = measure(samples, 1)->trend;
  EXPECT_EQ(trend.low, 0);
  EXPECT_NEAR(trend.high, 770.0 / (7 * 9), 1e-9);  // from nine windows before
  EXPECT_EQ(trend.net, 770);
}

TEST(Windows, ShowAnInjectedLeakInWholeQuantaOnly) {
  const auto samples = recording(flat, 2000);
  EXPECT_TRUE(measure(samples, 16, 1)->rise());
  EXPECT_FALSE(measure(samples, 16, 0.05)->rise());  // 8 bytes per window: not every window rises
  EXPECT_TRUE(measure(samples, 1, 0.05)->rise());
  EXPECT_EQ(std::fmod(measure(samples, 4096, 3.7)->net, 4096), 0);
}

TEST(Windows, AreNotCutFromTooFewReadings) {
  for (const auto count : {0u, 1u, 2u, 12u}) EXPECT_FALSE(measure(evenly(count), 1)) << count;
  EXPECT_TRUE(measure(evenly(15), 1));
}

TEST(Windows, AreNotCutWhereFetchesStandStillOrGoBack) {
  auto samples = evenly(97);
  samples.back().fetches = 0;
  EXPECT_FALSE(measure(samples, 1));
  for (auto& sample : samples) sample.fetches = 7;
  EXPECT_FALSE(measure(samples, 1));
  EXPECT_FALSE(detection_floor(samples, 1, 0, &Windows::rise));
}

TEST(Windows, StayFiniteForTheLargestNumbers) {
  using Limits = std::numeric_limits<std::int64_t>;
  auto samples = evenly(97, Limits::max());
  for (std::size_t i = 50; i < samples.size(); ++i) samples[i].value = Limits::min();
  for (const double injected : {0.0, 1.0, 1e18}) {
    const auto windows = measure(samples, 1, injected);
    ASSERT_TRUE(windows);
    for (const double number : {windows->growth.per_fetch, windows->growth.low, windows->early,
                                windows->late, windows->net, windows->spacing}) {
      EXPECT_TRUE(std::isfinite(number));
    }
  }
}

TEST(DetectionFloor, IsWhatMakesTheRecordingRise) {
  const Usage noisy = [](double n) { return 1e6 + 900 * std::sin(n); };
  for (const Usage& usage : {Usage(flat), noisy}) {
    const auto samples = recording(usage, 2000);
    const auto floor = detection_floor(samples, byte_grain, 0, &Windows::rise);
    ASSERT_TRUE(floor);
    EXPECT_TRUE(measure(samples, byte_grain, *floor)->rise());
    EXPECT_FALSE(measure(samples, byte_grain, 0.9 * *floor)->rise());
  }
}

TEST(DetectionFloor, IsNotBelowWhatSlackCouldHide) {
  const auto samples = recording(flat, 2000);
  const auto span = measure(samples, byte_grain)->span;
  EXPECT_THAT(detection_floor(samples, byte_grain, 1'000'000, &Windows::rise),
              Optional(1'000'000 / span));
}

}  // namespace
}  // namespace leakproof
