// SPDX-License-Identifier: MIT
#include "trial/series_recorder.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "support/metrics.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;

/// Reads 7 until the process has ended.
class Sevens final : public Gauge {
 public:
  explicit Sevens(int readings) : readings_(readings) {}
  std::optional<std::int64_t> read() override {
    return readings_-- > 0 ? std::optional<std::int64_t>(7) : std::nullopt;
  }

 private:
  int readings_;
};

SeriesSource source(const std::string& metric, int readings = 0) {
  return {.metric = testing::metric_named(metric),
          .gauge = readings > 0 ? std::make_unique<Sevens>(readings) : nullptr,
          .expensive = testing::probe_named(metric).expensive};
}

SeriesRecorder recorder(const std::string& metric, Role role = Role::decides, Plan plan = {}) {
  return {source(metric), role, plan, ""};
}

TEST(SeriesRecorder, ReadsItsGaugeWhileTheProcessIsThere) {
  SeriesRecorder series(source("descriptors", 2), Role::decides, {}, "");
  series.read(0);
  series.read(10);
  series.read(20);
  EXPECT_THAT(series.samples(), ElementsAre(Sample{0, 7}, Sample{10, 7}));
  EXPECT_EQ(series.present(), std::nullopt);
}

TEST(SeriesRecorder, HasNoPresentValueWithoutAGauge) {
  SeriesRecorder series = recorder("descriptors");
  EXPECT_EQ(series.present(), std::nullopt);
  series.read(0);
  EXPECT_TRUE(series.samples().empty());
  series.add({0, 3});
  EXPECT_THAT(series.samples(), ElementsAre(Sample{0, 3}));
}

TEST(SeriesRecorder, IsExpensiveAsItsProbeUnlessItIsAFallback) {
  EXPECT_TRUE(recorder("anonymous", Role::informational).is_expensive());
  EXPECT_FALSE(recorder("anonymous", Role::fallback).is_expensive());
  EXPECT_FALSE(recorder("descriptors").is_expensive());
}

TEST(SeriesRecorder, LooksAtItsShareOfTheHorizon) {
  SeriesRecorder series = recorder("descriptors");
  EXPECT_FALSE(series.is_due(399));
  EXPECT_TRUE(series.is_due(400));
  EXPECT_FALSE(series.look_if_due()) << "there is no reading";
  for (std::int64_t n = 0; n < 400; ++n) series.add({n, 7});
  EXPECT_FALSE(series.look_if_due());
  EXPECT_TRUE(series.is_open(399));
  series.add({400, 7});
  EXPECT_TRUE(series.look_if_due());
  EXPECT_FALSE(series.is_open(400));
  EXPECT_FALSE(series.look_if_due()) << "it has just looked";
}

TEST(SeriesRecorder, NeedsTheFetchesAskedForButForThoseBeforeItWasResumed) {
  SeriesRecorder series =
      recorder("descriptors", Role::decides, {.at_least = 1000, .earlier = {.fetches = 600}});
  for (std::int64_t n = 0; n <= 400; ++n) series.add({n, 7});
  series.look_if_due();
  EXPECT_FALSE(series.is_open(400));
}

TEST(SeriesRecorder, ToleratesWhatThePlanTolerates) {
  SeriesRecorder series =
      recorder("descriptors", Role::decides, {.tolerances = {{"descriptors", 1}}});
  for (std::int64_t n = 0; n <= 400; ++n) series.add({n, n});
  series.look_if_due();
  EXPECT_FALSE(series.is_open(400));
  EXPECT_FALSE(series.leaks());
  EXPECT_EQ(series.finding().series.metric.tolerated_per_fetch, 1);
}

TEST(SeriesRecorder, WaitsForNoSeriesThatIsNoLongerRead) {
  SeriesRecorder series = recorder("descriptors");
  for (std::int64_t n = 0; n <= 300; ++n) series.add({n, 7});
  EXPECT_TRUE(series.is_open(310));
  EXPECT_FALSE(series.is_open(400));
  series.finish(Ending::budget, 400);
  EXPECT_EQ(series.finding().verdict.ruling, Ruling::inconclusive);
  EXPECT_EQ(series.finding().verdict.reason, "was not reported after 300 fetches");
}

TEST(SeriesRecorder, SaysThatAGaugeCouldNotBeRead) {
  SeriesRecorder series(source("descriptors", 2), Role::decides, {}, "");
  series.read(0);
  series.read(100);
  series.read(2000);
  series.finish(Ending::none, 2000);
  EXPECT_EQ(series.finding().verdict.reason, "could not be read after 100 fetches");
  EXPECT_FALSE(series.finding().verdict.floor);
}

TEST(SeriesRecorder, KeepsALeakThatWasProvenBeforeItCeased) {
  SeriesRecorder series = recorder("descriptors");
  for (std::int64_t n = 0; n <= 600; ++n) {
    series.add({n, n});
    series.look_if_due();
  }
  ASSERT_TRUE(series.leaks());
  series.finish(Ending::budget, 2000);
  EXPECT_EQ(series.finding().verdict.ruling, Ruling::leaks);
}

TEST(SeriesRecorder, ThinsItsSamples) {
  SeriesRecorder series = recorder("descriptors");
  for (std::int64_t n = 0; n < 6; ++n) series.add({n, 10 - n});
  series.thin();
  EXPECT_THAT(series.samples(),
              ElementsAre(Sample{0, 10}, Sample{1, 8}, Sample{3, 6}, Sample{5, 5}));
}

TEST(SeriesRecorder, FindsALeakUpToALimit) {
  SeriesRecorder series = recorder("descriptors");
  for (std::int64_t n = 0; n < 6; ++n) series.add({n, 7 + n});
  series.at_limit();
  series.finish(Ending::cap, 5);
  EXPECT_EQ(series.finding().verdict.ruling, Ruling::leaks);
}

TEST(SeriesRecorder, StatesItsRoleAndAllOfItsSamples) {
  SeriesRecorder series = recorder("mappings", Role::one_sided);
  series.add({0, 50});
  const Finding finding = series.finding();
  EXPECT_EQ(finding.role, Role::one_sided);
  EXPECT_EQ(finding.series.metric.name, "mappings");
  EXPECT_THAT(finding.series.samples, ElementsAre(Sample{0, 50}));
  EXPECT_EQ(finding.verdict.ruling, Ruling::inconclusive);
  EXPECT_FALSE(series.is_open(0));
  EXPECT_TRUE(series.can_accuse());
}

}  // namespace
}  // namespace leakproof
