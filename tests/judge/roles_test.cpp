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
      {"anonymous", informational}}},
    {"ALeakCheckerReportsIt",
     {.heap = HeapSource::worker},
     {{"heap_bytes", decides}, {"mappings", informational}, {"anonymous", informational}}},
    {"ARuntimeReportsItsOwn",
     {.heap = HeapSource::interposer, .runtime_heap = true},
     {{"heap_bytes", one_sided},
      {"heap_blocks", one_sided},
      {"mapped_bytes", informational},
      {"mappings", informational},
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

}  // namespace
}  // namespace leakproof
