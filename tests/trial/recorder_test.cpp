// SPDX-License-Identifier: MIT
// Longer than other files, because each test needs the same recorder of a fake worker.
#include "trial/recorder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>

#include "fakes.hpp"
#include "support/shared_table.hpp"

namespace leakproof {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using testing::FakeOrigin;
using testing::FakeWorker;
using ::testing::Le;
using testing::SharedTable;
using testing::World;

/// A recorder of a fake worker. Time advances only with fetches.
class Recording {
 public:
  explicit Recording(World world, Plan plan = {},
                     std::vector<ProbeEntry> probes = testing::probes_of_world())
      : world_(std::move(world)), trial_{.client = "fake", .plan = plan}, probes_(probes) {
    testing::seen = &world_;
    recorder.emplace(trial_, origin_, worker_, probes_, [this] { return world_.time; });
  }

  Ending fetch_and_look() {
    return recorder->fetch_and_look(observer_, [this] { ++checkpoints; });
  }

  Result result() {
    Result result{.trial = trial_};
    recorder->write_to(result);
    return result;
  }

  Finding finding(const std::string& metric) {
    const Result all = result();
    const auto found = std::ranges::find(
        all.findings, metric, [](const Finding& finding) { return finding.series.metric.name; });
    if (found == all.findings.end()) throw std::out_of_range(metric);
    return *found;
  }

  const World& world() const { return world_; }

 private:
  class Listener final : public Observer {
   public:
    struct Event {
      double seconds;
      std::optional<double> seconds_left;
      std::optional<double> seconds_to_look;
      std::vector<RisingSeries> rising;
    };
    void progressed(const Progress& now) override {
      told.push_back({now.seconds, now.seconds_left, now.seconds_to_look, now.rising});
    }
    std::vector<Event> told{};
  };

  World world_;
  Trial trial_;
  std::vector<ProbeEntry> probes_;
  FakeOrigin origin_{world_};
  FakeWorker worker_{world_};
  Listener observer_;

 public:
  const auto& told() const { return observer_.told; }

  std::optional<Recorder> recorder;
  int checkpoints = 0;
};

std::int64_t none(std::int64_t) { return 0; }

/// A worker that makes one allocation in each fetch after the first ones, as the interposer counts
/// them.
class CountedWorker final : public Worker {
 public:
  CountedWorker(World& world, std::int64_t first) : worker_(world), world_(world), first_(first) {}

  pid_t pid() const override { return testing::SharedTable::pid; }
  const HeapTable* heap() const override { return &shared_.table(); }
  std::string banner() const override { return "counted"; }
  ExitReport stop() override { return {}; }

  Batch advance(std::int64_t fetches, std::string_view request_line) override {
    const Batch batch = worker_.advance(fetches, request_line);
    shared_.slot().stripes[0].allocated.blocks =
        std::max<std::int64_t>(0, world_.fetches - first_ + 1);
    return batch;
  }

 private:
  FakeWorker worker_;
  World& world_;
  std::int64_t first_;
  testing::SharedTable shared_{};
};

// What a recorder says of a worker whose heap rises, and which allocates from a fetch on.
Result counted_from(std::int64_t first) {
  World world{.heap = [](std::int64_t n) { return 24 * n; }, .reports_heap = false};
  testing::seen = &world;
  FakeOrigin origin(world);
  CountedWorker worker(world, first);
  Result result{.trial = {.client = "counted"}};
  const std::vector<ProbeEntry> probes{testing::heap_probe_that_attaches(),
                                       testing::probe_of_world<&World::anonymous>("anonymous")};
  Recorder recorder(result.trial, origin, worker, probes);
  Observer nobody;
  recorder.fetch_and_look(nobody, [] {});
  recorder.write_to(result);
  return result;
}

auto is_of(const std::string& metric, Role role) {
  return ::testing::AllOf(
      ::testing::Truly([=](const Finding& found) { return found.series.metric.name == metric; }),
      ::testing::Field(&Finding::role, role));
}

TEST(Recorder, SeesAHeapThatIsAllocatedOnlyInTheFirstFetch) {
  for (const std::int64_t first : {1, 2, 1000}) {
    const Result result = counted_from(first);
    EXPECT_THAT(result.findings, ::testing::ElementsAre(is_of("heap_bytes", Role::decides),
                                                        is_of("anonymous", Role::fallback)))
        << first;
    EXPECT_EQ(result.findings[0].verdict.ruling, Ruling::leaks) << first;
    EXPECT_EQ(result.preload_obstacle, "") << first;
    EXPECT_EQ(result.allocations, result.fetches - first + 1);
  }
  EXPECT_THAT(counted_from(0).findings,
              ::testing::Contains(is_of("anonymous", Role::informational)))
      << "it had allocated before";
}

TEST(Recorder, SeesNoHeapOfAWorkerThatNeverCallsTheAllocator) {
  const Result result = counted_from(INT64_MAX);
  EXPECT_THAT(result.not_observable, ::testing::ElementsAre("heap_bytes"));
  EXPECT_THAT(result.findings, ::testing::ElementsAre(is_of("anonymous", Role::fallback)));
  EXPECT_THAT(result.preload_obstacle, ::testing::HasSubstr("an allocator of its own"));
}

TEST(Recorder, LetsPrivateMemoryDecideWhereNothingSeesTheHeap) {
  Recording unseen({.reports_heap = false});
  EXPECT_EQ(unseen.finding("anonymous").role, Role::fallback);
  EXPECT_THAT(unseen.result().not_observable, ::testing::ElementsAre("heap_bytes"));
  Recording seen({});
  EXPECT_EQ(seen.finding("anonymous").role, Role::informational);
  EXPECT_EQ(seen.finding("mappings").role, Role::informational);
}

TEST(Recorder, KnowsAHeapThatTheInterposerSees) {
  Recording recording(
      {.reports_heap = false}, {},
      {testing::heap_probe_that_attaches(), testing::probe_of_world<&World::mappings>("mappings"),
       testing::probe_of_world<&World::anonymous>("anonymous")});
  EXPECT_EQ(recording.finding("heap_bytes").role, Role::decides);
  EXPECT_EQ(recording.finding("mappings").role, Role::one_sided);
  EXPECT_EQ(recording.finding("anonymous").role, Role::informational);
}

TEST(Recorder, ReportsTheAllocationsSinceTheFirstReading) {
  SharedTable shared;
  auto& allocated = shared.slot().stripes[0].allocated.blocks;
  allocated = 500;
  Recording recording({.table = &shared.table()}, {}, {testing::heap_probe_that_attaches()});
  allocated = 700;
  EXPECT_EQ(recording.result().allocations, 200);
  EXPECT_EQ(recording.result().findings.size(), 1U);
  EXPECT_EQ(recording.result().preload_obstacle, "");
}

TEST(Recorder, DoesNotReportAHeapOfWhichNothingWasCounted) {
  const SharedTable shared;
  Recording recording({.table = &shared.table()}, {}, {testing::heap_probe_that_attaches()});
  EXPECT_THAT(recording.result().not_observable, ::testing::ElementsAre("heap_bytes"));
  EXPECT_TRUE(recording.result().findings.empty());
  EXPECT_THAT(recording.result().preload_obstacle, ::testing::HasSubstr("no call of malloc"));
}

TEST(Recorder, PrefersWhatItMeasuresToTheWorkersWord) {
  Recording recording(
      {
          .heap = [](std::int64_t n) { return 5 * n; },
          .reported = {{"heap_bytes", none}},
      },
      {}, {testing::heap_probe_that_attaches()});
  recording.fetch_and_look();
  const Finding heap = recording.finding("heap_bytes");
  EXPECT_EQ(heap.series.samples.back().value, 5 * heap.series.samples.back().fetches);
  EXPECT_EQ(recording.result().findings.size(), 1U);
}

TEST(Recorder, TakesAnUnknownNumberForTheHeapOfARuntime) {
  Recording recording({.reported = {{"js_heap", none}}});
  EXPECT_EQ(recording.finding("js_heap").role, Role::decides);
  EXPECT_EQ(recording.finding("js_heap").series.metric.kind, MetricKind::runtime_heap);
  EXPECT_EQ(recording.finding("js_heap").series.metric.tolerable_per_fetch, 128);
  EXPECT_EQ(recording.finding("heap_bytes").role, Role::one_sided);
}

TEST(Recorder, DistrustsAHeapThatIsNotCollected) {
  Recording recording({.anonymous = [](std::int64_t n) { return 4096 * n; }, .uncollected = "V8"});
  EXPECT_EQ(recording.finding("heap_bytes").role, Role::informational);
  EXPECT_EQ(recording.finding("anonymous").role, Role::fallback);
  recording.fetch_and_look();
  recording.recorder->finish(Ending::budget);
  EXPECT_EQ(recording.finding("anonymous").verdict.reason, "grows; collection not forced (V8)");
}

TEST(Recorder, ReadsAFallbackAtEachStopThoughItIsExpensive) {
  Recording recording({.reports_heap = false});
  recording.fetch_and_look();
  const std::size_t readings = recording.finding("descriptors").series.samples.size();
  EXPECT_EQ(recording.finding("anonymous").series.samples.size(), readings);
  EXPECT_LT(recording.finding("resident").series.samples.size(), readings / 2);
}

TEST(Recorder, KeepsWhatTheWorkerReportsAtEachStop) {
  Recording recording({.heap = [](std::int64_t n) { return 1000 + n % 2; }});
  recording.fetch_and_look();
  const auto samples = recording.finding("heap_bytes").series.samples;
  EXPECT_EQ(samples.size(), recording.finding("descriptors").series.samples.size());
  EXPECT_EQ(samples.front(), (Sample{0, 1000}));
  EXPECT_EQ(samples.back(), (Sample{recording.world().fetches, 1000 + samples.back().fetches % 2}));
}

TEST(Recorder, CutsABatchThatWouldTakeLong) {
  // Batches of 1,250 fetches on average, of 10 ms each.
  Recording recording({.per_fetch = 10ms}, {.horizon = 100'000});
  recording.fetch_and_look();
  EXPECT_THAT(recording.world().orders, Each(Le(100)));
  EXPECT_GE(recording.world().fetches, 100'000);
}

TEST(Recorder, OrdersOneFetchAtATimeWhereEachTakesLongerThanASecond) {
  Recording recording({.per_fetch = 5s});
  recording.fetch_and_look();
  EXPECT_THAT(recording.world().orders, Each(Le(1)));
}

TEST(Recorder, SumsUpAllThatABatchWasCutInto) {
  Recording recording(
      {.fetch = [](std::int64_t, std::int64_t now) { return now; }, .per_fetch = 10ms},
      {.horizon = 100'000});
  recording.fetch_and_look();
  EXPECT_EQ(recording.result().fetches, recording.world().fetches);
  EXPECT_EQ(recording.result().failed, recording.world().fetches);
}

// Otherwise each of its fetches would cost a collection, and it would stay as slow as that.
TEST(Recorder, SettlesAsOftenHoweverLongThatTakes) {
  int times[2];
  for (const bool is_slow : {false, true}) {
    Recording recording({.per_fetch = 100ms, .per_settling = is_slow ? 500ms : 0ms});
    recording.fetch_and_look();
    times[is_slow ? 1 : 0] = recording.world().settled;
  }
  EXPECT_EQ(times[0], times[1]);
}

TEST(Recorder, TellsOfProgressOnceASecond) {
  Recording recording({.per_fetch = 10ms}, {.lasts = std::chrono::minutes(10)});
  recording.fetch_and_look();
  const auto& told = recording.told();
  EXPECT_GE(told.size(), 450U);
  EXPECT_LE(told.size(), 610U);
  EXPECT_GE(told.front().seconds, 1);
  EXPECT_GE(told.back().seconds, 598);
  EXPECT_NEAR(told.front().seconds_left.value(), 600 - told.front().seconds, 1);
  Recording usual({.per_fetch = 10ms});
  usual.fetch_and_look();
  EXPECT_GE(usual.told().size(), 15U);  // of 20 s
  EXPECT_EQ(usual.told().front().seconds_left, std::nullopt);
}

TEST(Recorder, TellsWhenItLooksNextAndWhatRises) {
  Recording recording({.heap = [](std::int64_t n) { return 24 * n; }, .per_fetch = 10ms});
  recording.fetch_and_look();
  const auto& told = recording.told();
  const auto& first = told.front();
  // Descriptors and threads are looked at after 400 fetches, of 10 ms each.
  EXPECT_NEAR(first.seconds_to_look.value(), 4 - first.seconds, 0.5);
  EXPECT_NEAR(told.at(10).seconds_to_look.value(), 20 - told.at(10).seconds, 0.5);
  ASSERT_EQ(told.back().rising.size(), 1U);
  EXPECT_EQ(told.back().rising[0].metric, "heap_bytes");
  EXPECT_NEAR(told.back().rising[0].per_fetch, 24, 0.01);
}

TEST(Recorder, MakesACheckpointEveryFiveSeconds) {
  Recording recording({.per_fetch = 10ms});
  recording.fetch_and_look();
  EXPECT_EQ(recording.checkpoints, 3);  // of 20 s
}

TEST(Recorder, CountsTheTimeOfItsFetches) {
  Recording recording({.per_fetch = 10ms});
  recording.fetch_and_look();
  EXPECT_NEAR(recording.result().fetching_seconds,
              static_cast<double>(recording.world().fetches) / 100, 0.001);
  EXPECT_EQ(recording.result().looking_seconds, 0);
}

TEST(Recorder, FetchesUntilAllThatDecideAreSettled) {
  Recording recording({});
  EXPECT_EQ(recording.fetch_and_look(), Ending::none);
  EXPECT_EQ(recording.checkpoints, 0);
  EXPECT_GE(recording.result().fetches, 2000);
  EXPECT_LT(recording.result().fetches, 2040);
}

// Clean at 600 fetches, and one descriptor is left behind every 20 fetches from 700 on.
TEST(Recorder, EndsOnNoOldVerdictOfASeriesWithAShorterHorizon) {
  Recording recording(
      {.descriptors = [](std::int64_t n) { return 7 + std::max<std::int64_t>(0, n - 700) / 20; }});
  EXPECT_EQ(recording.fetch_and_look(), Ending::other_series);
  EXPECT_EQ(recording.finding("descriptors").verdict.ruling, Ruling::leaks);
}

TEST(Recorder, EndsOnNoOldVerdictWhereTheRunIsLongerThanItsBudget) {
  Recording recording({.heap = [](std::int64_t n) { return 16 * std::max<std::int64_t>(3000, n); },
                       .per_fetch = 10ms},
                      {.lasts = 70s});
  recording.fetch_and_look();
  EXPECT_NE(recording.finding("heap_bytes").verdict.ruling, Ruling::clean);
  EXPECT_GT(recording.result().fetches, 7000);
}

// Two looks at 2,000 and 3,000 fetches agree, though nothing that decides waits for them.
TEST(Recorder, FollowsAOneSidedSeriesThatRises) {
  Recording recording({.heap = [](std::int64_t n) { return 100 * n; },
                       .reported = {{"js_heap", [](std::int64_t) { return 5; }}}});
  EXPECT_EQ(recording.finding("heap_bytes").role, Role::one_sided);
  EXPECT_EQ(recording.fetch_and_look(), Ending::other_series);
  EXPECT_EQ(recording.finding("heap_bytes").verdict.ruling, Ruling::leaks);
  EXPECT_LT(recording.result().fetches, 3100);
}

// The garbage among old objects grows until all objects are collected: at few stops.
World world_with_garbage(std::int64_t between_collections) {
  World world;
  const auto collected = std::make_shared<std::int64_t>(0);
  world.is_collected = [=](std::int64_t n) {
    if (n < *collected + between_collections) return false;
    *collected = n;
    return true;
  };
  world.heap = [=](std::int64_t n) { return 1'000'000 + 100 * (n - *collected); };
  return world;
}

TEST(Recorder, DoesNotTakeGarbageAmongOldObjectsForALeak) {
  for (const std::int64_t between : {50, 300, 700, 1'990, 3'500}) {
    Recording clean(world_with_garbage(between));
    clean.fetch_and_look();
    EXPECT_FALSE(clean.finding("heap_bytes").verdict.rises) << between;
    EXPECT_NE(clean.finding("heap_bytes").verdict.ruling, Ruling::leaks) << between;
  }
}

// Otherwise a clean trial ended "moves too much" now and then.
TEST(Recorder, AddsNoReadingsWithGarbage) {
  for (const std::int64_t between : {2, 20, 50}) {
    Recording clean(world_with_garbage(between));
    EXPECT_EQ(clean.fetch_and_look(), Ending::none);
    clean.recorder->finish(Ending::none);
    const Finding heap = clean.finding("heap_bytes");
    EXPECT_EQ(heap.verdict.ruling, Ruling::clean) << between;
    EXPECT_EQ(heap.verdict.growth.high, 0) << between;
    EXPECT_THAT(heap.series.samples, Each(::testing::Field(&Sample::value, 1'000'000)));
  }
}

TEST(Recorder, EndsBeforeTheLimitDespiteGarbage) {
  World world{.descriptors = [](std::int64_t n) { return 7 + n; }};
  world.is_collected = [](std::int64_t n) { return n < 5; };
  Recording recording(world, {.max_descriptors = 200});
  EXPECT_EQ(recording.fetch_and_look(), Ending::cap);
  EXPECT_LT(recording.world().fetches, 200 - 7);
  // So soon that none of the few readings without garbage show the growth.
  World fast{.descriptors = [](std::int64_t n) { return 7 + 60 * n; }};
  fast.is_collected = [](std::int64_t n) { return n == 0; };
  Recording few(fast, {.max_descriptors = 1'024});
  EXPECT_EQ(few.fetch_and_look(), Ending::cap);
  EXPECT_LE(7 + 60 * few.world().fetches, 1'024 - 8);
}

// What is not read at the limit has not ceased there.
TEST(Recorder, DoesNotMissTheReadingsAtTheDescriptorLimit) {
  for (const std::int64_t until : {100, 150, 200, 250, 300}) {
    World world{.descriptors = [=](std::int64_t n) { return n < until ? 7 + 2 * n : 2'000; }};
    Recording recording(world, {.horizon = 6'000});
    EXPECT_EQ(recording.fetch_and_look(), Ending::cap);
    recording.recorder->finish(Ending::cap);
    EXPECT_THAT(recording.finding("heap_bytes").verdict.reason,
                ::testing::Not(::testing::HasSubstr("not reported")))
        << until;
    EXPECT_EQ(recording.finding("descriptors").verdict.ruling, Ruling::leaks) << until;
  }
}

TEST(Recorder, EndsOnNoReadingWithGarbageSoonAfterItsBudget) {
  const auto fades = [](std::int64_t n) {
    return static_cast<std::int64_t>(3'000 * std::sqrt(static_cast<double>(n)));
  };
  World sometimes{.heap = fades, .is_collected = [](std::int64_t n) { return n % 7 == 0; }};
  Recording recording(sometimes);
  EXPECT_EQ(recording.fetch_and_look(), Ending::budget);
  EXPECT_EQ(recording.world().fetches % 7, 0);
  EXPECT_LT(recording.world().fetches, 24'782);
  World never{.heap = fades, .is_collected = [](std::int64_t) { return false; }};
  Recording without(never);
  EXPECT_EQ(without.fetch_and_look(), Ending::budget);
  EXPECT_GE(without.world().fetches, 24'782) << "a horizon more than the budget";
}

TEST(Recorder, LooksOnlyAtReadingsWithoutGarbage) {
  World world{.is_collected = [](std::int64_t n) { return n < 1'900 || n >= 2'100; }};
  Recording recording(world);
  EXPECT_EQ(recording.fetch_and_look(), Ending::none);
  EXPECT_GE(recording.world().fetches, 2'100);
  EXPECT_LT(recording.world().fetches, 2'200) << "the first reading without";
}

TEST(Recorder, WaitsForNoSeriesThatIsNoLongerReported) {
  Recording recording({.reported = {{"js_heap", none}}, .reports_until = 1});
  EXPECT_EQ(recording.fetch_and_look(), Ending::none);
  recording.recorder->finish(Ending::none);
  EXPECT_LT(recording.result().fetches, 2100);
  EXPECT_EQ(recording.finding("js_heap").verdict.ruling, Ruling::inconclusive);
  EXPECT_EQ(recording.finding("js_heap").verdict.reason, "was not reported after 0 fetches");
}

TEST(Recorder, ReadsEverySeriesBeforeItEnds) {
  Recording recording({});
  recording.fetch_and_look();
  for (const Finding& finding : recording.result().findings) {
    EXPECT_EQ(finding.series.samples.back().fetches, recording.world().fetches)
        << finding.series.metric.name;
  }
}

// What is expensive is read at looks, and the end is none.
TEST(Recorder, ReadsEverySeriesBeforeItEndsBetweenTwoLooks) {
  const std::vector<Plan> plans{{.lasts = 31s}, {.lasts = 71s}, {.at_least = 40'000}};
  for (const Plan& plan : plans) {
    Recording recording({.per_fetch = 10ms}, plan);
    EXPECT_EQ(recording.fetch_and_look(), Ending::none);
    for (const Finding& finding : recording.result().findings) {
      EXPECT_EQ(finding.series.samples.back().fetches, recording.world().fetches)
          << finding.series.metric.name << " of " << plan.at_least;
    }
  }
}

TEST(Recorder, EndsBesideASeriesThatLeaks) {
  Recording recording({.descriptors = [](std::int64_t n) { return n / 10; }});
  EXPECT_EQ(recording.fetch_and_look(), Ending::other_series);
  EXPECT_LT(recording.result().fetches, 640);
}

TEST(Recorder, EndsWhereTheWorkerEndsByItself) {
  Recording recording({.ends_after = 500});
  EXPECT_FALSE(recording.recorder->end().by_itself);
  EXPECT_EQ(recording.fetch_and_look(), Ending::budget);
  EXPECT_TRUE(recording.recorder->end().by_itself);
  EXPECT_EQ(recording.result().fetches, 500);
  EXPECT_LT(recording.finding("descriptors").series.samples.back().fetches, 500)
      << "nothing can be read any more";
}

// As that of a JVM on a busy machine, which grows to its usual size for longer than a trial takes.
TEST(Recorder, GoesOnWhileARuntimeGrowsForNoKnownReason) {
  const auto grows_until = [](std::int64_t end) {
    return World{.anonymous = [=](std::int64_t n) { return 20'000 * std::min(n, end); },
                 .reported = {{"js_heap", none}}};
  };
  Recording settles(grows_until(2'100));
  EXPECT_EQ(settles.fetch_and_look(), Ending::none);
  EXPECT_GE(settles.result().fetches, 3'000) << "at the next look, not at any reading before";
  EXPECT_LT(settles.result().fetches, 3'100);
  Recording does_not(grows_until(INT64_MAX));
  EXPECT_EQ(does_not.fetch_and_look(), Ending::budget);
}

// A client whose requests of a round take 1,000 bytes each until all are answered.
World in_rounds_of(std::int64_t round, const testing::Usage& in_addition) {
  return {.heap = [=](std::int64_t n) { return 100'000 + 1000 * (n % round) + in_addition(n); },
          .round = round};
}

TEST(Recorder, ReadsAClientThatWorksInRoundsAtTheirEnds) {
  const auto by_16 = [](std::int64_t n) { return 16 * n; };
  for (const std::int64_t round : {2, 12, 20, 64, 200}) {
    Recording clean(in_rounds_of(round, none));
    EXPECT_EQ(clean.fetch_and_look(), Ending::none);
    EXPECT_LT(clean.result().fetches, round < 200 ? 2200 : 3300) << round;
    EXPECT_EQ(clean.finding("heap_bytes").verdict.ruling, Ruling::clean);
    Recording leaking(in_rounds_of(round, by_16));
    EXPECT_EQ(leaking.fetch_and_look(), Ending::other_series);
    EXPECT_LT(leaking.result().fetches, round < 200 ? 3200 : 7000) << round;
  }
}

TEST(Recorder, DoesNotReadWithinARoundThatDidNotEnd) {
  Recording recording(in_rounds_of(260, none));
  recording.fetch_and_look();
  const auto samples = recording.finding("heap_bytes").series.samples;
  const auto after_warm_up =
      std::ranges::find_if(samples, [](const Sample& sample) { return sample.fetches >= 2 * 260; });
  EXPECT_NE(after_warm_up, samples.end());
  for (const Sample& sample : std::span(after_warm_up, samples.end())) {
    EXPECT_EQ(sample.fetches % 260, 259);
  }
}

// Read at the end of each round, such a buffer seems to grow for as many rounds as it has fetches.
TEST(Recorder, DoesNotAccuseABufferThatIsFlushedAlmostOnceARound) {
  for (const std::int64_t round : {20, 64, 128, 200}) {
    for (const std::int64_t buffer : {round - 1, 2 * round - 1, 3 * round - 1}) {
      for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Recording recording(
            in_rounds_of(round, [=](std::int64_t n) { return 10'000 * (n % buffer); }),
            {.seed = seed});
        recording.fetch_and_look();
        EXPECT_NE(recording.finding("heap_bytes").verdict.ruling, Ruling::leaks)
            << round << ", " << buffer << ", seed " << seed;
      }
    }
  }
}

// They leave the limit behind in few batches if the harness waits for rounds that do not end.
TEST(Recorder, SeesTheDescriptorLimitThoughItWaitsForTheEndsOfRounds) {
  Recording recording({.descriptors = [](std::int64_t n) { return 7 + 2 * n; },
                       .max_descriptors = 1024,
                       .round = 200});
  EXPECT_EQ(recording.fetch_and_look(), Ending::cap);
  EXPECT_LT(recording.result().fetches, 512);
}

TEST(Recorder, StopsBeforeTheClientRunsOutOfDescriptors) {
  for (const std::int64_t per_fetch : {1, 3, 20, 70}) {
    Recording recording({.descriptors = [=](std::int64_t n) { return 500 + per_fetch * n; },
                         .max_descriptors = 800});
    EXPECT_EQ(recording.fetch_and_look(), Ending::cap) << per_fetch;
    EXPECT_EQ(recording.recorder->end().limit, "its descriptor limit of 800");
    EXPECT_TRUE(recording.recorder->end().is_before_limit);
    EXPECT_LT(500 + per_fetch * recording.world().fetches, 792);
    EXPECT_EQ(recording.result().fetches, recording.world().fetches);
    recording.recorder->finish(Ending::cap);
    EXPECT_EQ(recording.finding("descriptors").verdict.ruling, Ruling::leaks);
  }
}

TEST(Recorder, StopsBeforeThreadsSlowTheClientDown) {
  Recording recording({.threads = [](std::int64_t n) { return 20 + 4 * n; }});
  EXPECT_EQ(recording.fetch_and_look(), Ending::cap);
  EXPECT_EQ(recording.recorder->end().limit, "the limit of 1,024 more threads than at its start");
  EXPECT_LT(recording.result().fetches, 300);
  recording.recorder->finish(Ending::cap);
  EXPECT_EQ(recording.finding("threads").verdict.ruling, Ruling::leaks);
  Recording pool(
      {.threads = [](std::int64_t n) { return 2'000 + std::min<std::int64_t>(4 * n, 1'000); }});
  EXPECT_EQ(pool.fetch_and_look(), Ending::none);
}

TEST(Recorder, LetsAPoolFillThatStaysBelowTheDescriptorLimit) {
  Recording recording(
      {.descriptors = [](std::int64_t n) { return 7 + std::min<std::int64_t>(10 * n, 50); },
       .max_descriptors = 64});
  EXPECT_EQ(recording.fetch_and_look(), Ending::none);
}

TEST(Recorder, DoesNotTakeAStepForGrowthTowardsTheDescriptorLimit) {
  Recording recording(
      {.descriptors = [](std::int64_t n) { return n == 0 ? 7 : 700; }, .max_descriptors = 1024});
  EXPECT_EQ(recording.fetch_and_look(), Ending::none);
}

TEST(Recorder, NotesWhatOnlyTheCollectorCloses) {
  Recording recording({.descriptors_before_collection = [](std::int64_t) { return 57; }});
  recording.fetch_and_look();
  EXPECT_THAT(recording.recorder->end().collected.remark(recording.result().fetches).value_or(""),
              ::testing::HasSubstr("they had reached 57"));
}

TEST(Recorder, WaitsForTheLimitWhereNothingCollectsWhatMayCloseDescriptors) {
  Recording recording(
      {.descriptors = [](std::int64_t n) { return 7 + n / 2; }, .uncollected = "Go"});
  EXPECT_EQ(recording.fetch_and_look(), Ending::cap);
  recording.recorder->finish(Ending::cap);
  EXPECT_EQ(recording.finding("descriptors").verdict.ruling, Ruling::leaks);
  EXPECT_NEAR(static_cast<double>(recording.result().fetches), 2015, 5);
}

// It could not be foreseen that they are used up.
TEST(Recorder, CountsNoFetchBeyondTheDescriptorLimit) {
  Recording recording({.fetch =
                           [](std::int64_t before, std::int64_t now) {
                             return std::clamp<std::int64_t>(before + now - 330, 0, now);
                           },
                       .descriptors = [](std::int64_t n) { return n < 300 ? 7 : 997; }});
  EXPECT_EQ(recording.fetch_and_look(), Ending::cap);
  EXPECT_EQ(recording.recorder->end().limit, "its descriptor limit of 1,024");
  EXPECT_FALSE(recording.recorder->end().is_before_limit);
  EXPECT_EQ(recording.result().fetches, 330);
  EXPECT_EQ(recording.result().failed, 0);
}

TEST(Recorder, KnowsAFailureAtTheDescriptorLimitFromAnyOther) {
  Recording recording({.descriptors = [](std::int64_t) { return 921; }});
  EXPECT_FALSE(recording.recorder->failed_at_descriptor_limit());
  EXPECT_TRUE(recording.recorder->end().limit.empty());
  Recording near({.descriptors = [](std::int64_t) { return 922; }});
  EXPECT_TRUE(near.recorder->failed_at_descriptor_limit());
  EXPECT_EQ(near.recorder->end().limit, "its descriptor limit of 1,024");
  Recording uncounted({}, {}, {});
  EXPECT_FALSE(uncounted.recorder->failed_at_descriptor_limit());
}

TEST(Recorder, AccusesWhatRoseUpToTheMemoryLimit) {
  Recording recording({
      .fetch = [](std::int64_t before, std::int64_t now) -> std::int64_t {
        if (before + now > 100) throw MemoryCapReached("its memory limit of 2 GiB");
        return 0;
      },
      .heap = [](std::int64_t n) { return n << 24; },
      .anonymous = [](std::int64_t n) { return n << 24; },
  });
  EXPECT_THROW(recording.fetch_and_look(), MemoryCapReached);
  recording.recorder->at_memory_limit("its memory limit of 2 GiB");
  recording.recorder->finish(Ending::cap);
  EXPECT_EQ(recording.recorder->end().limit, "its memory limit of 2 GiB");
  EXPECT_EQ(recording.finding("heap_bytes").verdict.ruling, Ruling::leaks);
  EXPECT_NE(recording.finding("anonymous").verdict.reason,
            "rose at every reading until it reached its limit")
      << "it does not decide";
}

TEST(Recorder, ThinsALongSeriesButNotAnExpensiveOne) {
  Recording recording({}, {.at_least = 100'000});
  recording.fetch_and_look();
  EXPECT_LT(recording.finding("descriptors").series.samples.size(), 1100U);
  const auto expensive = recording.finding("resident").series.samples;
  EXPECT_GT(expensive.size(), 30U);
  // Beyond the horizon it is read at each look, and whenever the run has grown by a sixth.
  for (std::size_t i = 2; i < expensive.size(); ++i) {
    EXPECT_LT(expensive[i].fetches, 1.4 * static_cast<double>(expensive[i - 1].fetches) + 150);
  }
}

TEST(Recorder, MakesACheckpointAtEachLookBeyondTheUsualBudget) {
  Recording recording({}, {.at_least = 300'000});
  recording.fetch_and_look();
  EXPECT_GE(recording.checkpoints, 6);  // at 22,782, then each at 1.5 times the last
  EXPECT_LE(recording.checkpoints, 8);
  EXPECT_EQ(recording.told().size(), static_cast<std::size_t>(recording.checkpoints));
}

TEST(Recorder, StatesThePeak) {
  Recording recording({.peak = [](std::int64_t n) { return 1000 + n; }});
  recording.fetch_and_look();
  EXPECT_EQ(recording.result().peak_bytes, 1000 + recording.world().fetches);
  Recording without({}, {}, {});
  EXPECT_EQ(without.result().peak_bytes, std::nullopt);
}

}  // namespace
}  // namespace leakproof
