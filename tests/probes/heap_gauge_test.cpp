// SPDX-License-Identifier: MIT
#include "probes/gauges/heap_gauge.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "interposer/subject.hpp"
#include "support/metrics.hpp"

namespace leakproof::testing {
namespace {

const std::vector<std::string> of_the_interposer{"heap_blocks", "heap_bytes", "mapped_bytes",
                                                 "unexplained"};

TEST(HeapGauge, ReadsWhatTheInterposerCounts) {
  const HeapTable table(INTERPOSER);
  Subject subject(table, {PLAIN_PROGRAM});
  subject.send("grow");
  for (const std::string& name : of_the_interposer) {
    EXPECT_NE(probe_named(name).attach({.pid = subject.pid(), .heap = &table}), nullptr) << name;
  }
  const auto blocks = probe_named("heap_blocks").attach({.pid = subject.pid(), .heap = &table});
  const std::int64_t before = blocks->read().value();
  for (int i = 0; i < 10; ++i) subject.send("grow");
  EXPECT_EQ(blocks->read(), before + 10);
}

// Its blocks are counted all the same.
TEST(HeapGauge, ReadsNoBytesOfAnAllocatorThatDoesNotTellTheSizesOfBlocks) {
  const HeapTable table(INTERPOSER);
  Subject subject(table, {CALLING_PROGRAM});
  subject.send("grow");
  const ProbeTarget target{.pid = subject.pid(), .heap = &table};
  EXPECT_EQ(probe_named("heap_bytes").attach(target), nullptr);
  EXPECT_NE(probe_named("heap_blocks").attach(target), nullptr);
  EXPECT_NE(probe_named("mapped_bytes").attach(target), nullptr);
}

TEST(HeapGauge, ReadsNothingWhereCallsBypassTheInterposer) {
  const HeapTable table(INTERPOSER);
  Subject subject(table, {PLAIN_PROGRAM, PLUGIN});
  ASSERT_EQ(subject.send("load_deeply"), 1);
  for (const std::string& name : of_the_interposer) {
    EXPECT_EQ(probe_named(name).attach({.pid = subject.pid(), .heap = &table}), nullptr) << name;
    EXPECT_EQ(probe_named(name).attach({.pid = subject.pid()}), nullptr) << name;
  }
}

TEST(Probes, AttachToNothingOfAProcessThatHasGone) {
  const HeapTable table(INTERPOSER);
  for (const ProbeEntry& probe : probes::catalogue()) {
    EXPECT_EQ(probe.attach({.pid = 1 << 30, .heap = &table}), nullptr) << probe.metric.name;
  }
}

}  // namespace
}  // namespace leakproof::testing
