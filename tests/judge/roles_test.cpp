// SPDX-License-Identifier: MIT
#include "judge/roles.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "support/metrics.hpp"

namespace leakproof {
namespace {

using enum Role;

struct Row {
  std::string metric{};
  Role role{};
};

/// One kind of worker, and the role of each series that differs from "decides".
struct Situation {
  std::string name{};
  Observable observable{};
  std::vector<Row> roles{};
};

void PrintTo(const Situation& situation, std::ostream* out) { *out << situation.name; }

class Roles : public ::testing::TestWithParam<Situation> {};

Role role_in(const Situation& situation, const std::string& name) {
  const Metric metric = testing::metric_named(name);
  return role_of(metric.kind, metric.unit, situation.observable);
}

TEST_P(Roles, OfMemoryFollowFromWhatCanBeObserved) {
  for (const auto& [metric, role] : GetParam().roles) {
    EXPECT_EQ(role_in(GetParam(), metric), role) << metric;
  }
}

TEST_P(Roles, OfEverythingElseAreAlwaysTheSame) {
  for (const char* metric : {"descriptors", "threads", "connections", "js_heap"}) {
    EXPECT_EQ(role_in(GetParam(), metric), decides) << metric;
  }
  for (const char* metric : {"resident", "peak", "sockets"}) {
    EXPECT_EQ(role_in(GetParam(), metric), informational) << metric;
  }
  EXPECT_EQ(role_of(MetricKind::other, Unit::count, GetParam().observable), informational);
}

const std::vector<Situation> situations{
    {"NothingSeesTheHeap", {}, {{"mappings", decides}, {"anonymous", fallback}}},
    {"TheInterposerSeesIt",
     {.heap = HeapSource::interposer},
     {{"heap_bytes", decides},
      {"heap_blocks", decides},
      {"mapped_bytes", decides},
      {"mappings", one_sided},
      {"unexplained", one_sided},
      {"anonymous", informational}}},
    {"TheInterposerHasCountedNothingYet",
     {.heap = HeapSource::interposer, .has_allocated = false},
     {{"heap_bytes", decides}, {"anonymous", fallback}}},
    {"ALeakCheckerReportsIt",
     {.heap = HeapSource::worker},
     {{"heap_bytes", decides}, {"mappings", informational}, {"anonymous", informational}}},
    {"ARuntimeReportsItsOwn",
     {.heap = HeapSource::interposer, .runtime_heap = true},
     {{"heap_bytes", one_sided},
      {"heap_blocks", one_sided},
      {"mapped_bytes", informational},
      {"mappings", informational},
      {"unexplained", informational},
      {"anonymous", informational}}},
    {"OnlyARuntimeReportsItsOwn",
     {.runtime_heap = true},
     {{"mappings", informational}, {"anonymous", informational}}},
    {"ARuntimeIsNotCollected",
     {.heap = HeapSource::interposer, .uncollected = true},
     {{"heap_bytes", informational},
      {"heap_blocks", informational},
      {"mapped_bytes", informational},
      {"mappings", informational},
      {"anonymous", fallback}}},
    {"ARuntimeReportsItsOwnUncollected",
     {.heap = HeapSource::interposer, .runtime_heap = true, .uncollected = true},
     {{"heap_bytes", informational}, {"anonymous", fallback}}},
};

INSTANTIATE_TEST_SUITE_P(Where, Roles, ::testing::ValuesIn(situations),
                         [](const auto& test) { return test.param.name; });

TEST(RoleOf, WhatNothingPointsToDecides) {
  EXPECT_EQ(role_of(MetricKind::unreachable, Unit::bytes, {}), decides);
}

TEST(CanHoldGarbage, WhateverACollectionFrees) {
  EXPECT_TRUE(can_hold_garbage(MetricKind::private_memory, fallback));
  EXPECT_TRUE(can_hold_garbage(MetricKind::descriptor, decides));
  EXPECT_TRUE(can_hold_garbage(MetricKind::connection, decides));
  EXPECT_FALSE(can_hold_garbage(MetricKind::private_memory, informational));
  EXPECT_FALSE(can_hold_garbage(MetricKind::thread, decides)) << "a running thread is reachable";
  EXPECT_FALSE(can_hold_garbage(MetricKind::mapping, decides));
}

TEST(RoleReason, IsGivenForEveryInformationalSeriesAndForNoOther) {
  for (const bool runtime_heap : {false, true}) {
    for (const bool uncollected : {false, true}) {
      for (const HeapSource heap : {HeapSource::none, HeapSource::interposer, HeapSource::worker}) {
        const Observable seen{
            .heap = heap, .runtime_heap = runtime_heap, .uncollected = uncollected};
        for (int kind = 0; kind <= static_cast<int>(MetricKind::other); ++kind) {
          for (const Unit unit : {Unit::bytes, Unit::count}) {
            const auto metric = static_cast<MetricKind>(kind);
            EXPECT_EQ(role_of(metric, unit, seen) == informational,
                      !role_reason(metric, unit, seen).empty())
                << kind;
          }
        }
      }
    }
  }
}

TEST(RoleReason, SaysWhatDecidesInstead) {
  EXPECT_EQ(role_reason(MetricKind::private_memory, Unit::bytes, {.heap = HeapSource::interposer}),
            "the heap is observable and decides instead");
  EXPECT_EQ(role_reason(MetricKind::mapping, Unit::bytes, {.uncollected = true}),
            "a managed runtime maps and unmaps its heap");
  EXPECT_EQ(role_reason(MetricKind::mapping, Unit::count, {.heap = HeapSource::worker}),
            "a leak checker in the worker maps memory too");
}

}  // namespace
}  // namespace leakproof
