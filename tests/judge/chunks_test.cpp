// SPDX-License-Identifier: MIT
#include "judge/chunks.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
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

TEST(Chunk, IsNoMappingThatComesAndGoes) { EXPECT_EQ(chunk_in({0, 64, 0, 64, 0, 64, 0}), 0); }

// Chunks of 200,000 B that are full after 100 and after 200 fetches; then one that has room.
double in_chunks(double fetches) {
  return 200'000 * (1 + std::min(2.0, std::floor(fetches / 100)));
}

TEST(Staircase, WaitsUntilAChunkCouldNotHideALeak) {
  Criteria mapped{.tolerable_per_fetch = 100, .quantum = 4096};
  EXPECT_EQ(Staircase(mapped).look(recording(in_chunks, 2000)).ruling, Ruling::clean);
  mapped.comes_in_chunks = true;
  EXPECT_EQ(Staircase(mapped).look(recording(in_chunks, 2000)).ruling, Ruling::inconclusive);
  const Verdict later = Staircase(mapped).look(recording(in_chunks, 4500));
  EXPECT_EQ(later.ruling, Ruling::clean);
  EXPECT_GE(later.floor.value(), 200'000.0 / 4500) << "a chunk, over all that was seen";
}

}  // namespace
}  // namespace leakproof
