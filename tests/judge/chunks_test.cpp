// SPDX-License-Identifier: MIT
#include "judge/chunks.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "judge/staircase.hpp"
#include "recording.hpp"

namespace leakproof {
namespace {

std::int64_t chunk_in(const std::vector<std::int64_t>& values) {
  std::vector<Sample> samples;
  for (const std::int64_t value : values) {
    samples.push_back({static_cast<std::int64_t>(samples.size()), value});
  }
  return chunk_of(samples);
}

TEST(Chunk, IsTheSecondLargestRise) {
  EXPECT_EQ(chunk_in({}), 0);
  EXPECT_EQ(chunk_in({5}), 0);
  EXPECT_EQ(chunk_in({5, 5, 5}), 0);
  EXPECT_EQ(chunk_in({0, 64, 64, 128}), 64);
  EXPECT_EQ(chunk_in({0, 64, 64, 164, 264}), 100);
  EXPECT_EQ(chunk_in({0, 10, 14, 22}), 8);
}

TEST(Chunk, IsNoBufferThatIsMappedOnce) {
  EXPECT_EQ(chunk_in({0, 0, 1 << 20, 1 << 20}), 0);
  EXPECT_EQ(chunk_in({0, 4, 1 << 20, 1 << 20}), 4);
}

TEST(Chunk, IsNoBufferOfTheWarmUp) {
  EXPECT_EQ(
      chunk_in({0, 64, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128}),
      0);
}

TEST(Chunk, IsNoMappingThatComesAndGoes) { EXPECT_EQ(chunk_in({0, 64, 0, 64, 0, 64, 0}), 0); }

// Chunks of 50,000 B that are full after 300 and after 500 fetches; then one that has room.
double in_chunks(double fetches) {
  return fetches < 300 ? 50'000 : fetches < 500 ? 100'000 : 150'000;
}

TEST(Staircase, StatesThatAChunkMayHideALeak) {
  Criteria mapped{.tolerable_per_fetch = 100, .quantum = 4096};
  const std::vector<Sample> samples = recording(in_chunks, 4500);
  const Verdict without = Staircase(mapped).look(samples);
  mapped.comes_in_chunks = true;
  const Verdict with = Staircase(mapped).look(samples);
  ASSERT_EQ(with.ruling, Ruling::clean) << with.reason;
  EXPECT_GE(with.floor.value(), without.floor.value());
}

TEST(Staircase, WaitsUntilAChunkCouldNotHideALeak) {
  // Two rises that a fall makes up for.
  const Usage comes_back = [](double fetches) {
    return fetches < 400 ? 0 : fetches < 800 ? 200'000 : fetches < 1200 ? 400'000 : 0;
  };
  Criteria mapped{.tolerable_per_fetch = 100, .quantum = 4096};
  const std::vector<Sample> samples = recording(comes_back, 2000);
  EXPECT_EQ(Staircase(mapped).look(samples, Ending::budget).ruling, Ruling::clean);
  mapped.comes_in_chunks = true;
  EXPECT_EQ(Staircase(mapped).look(samples, Ending::budget).ruling, Ruling::inconclusive);
}

}  // namespace
}  // namespace leakproof
