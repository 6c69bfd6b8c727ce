// SPDX-License-Identifier: MIT
#include "judge/chunks.hpp"

#include <algorithm>

#include "judge/windows.hpp"

namespace leakproof {

std::int64_t chunk_of(std::span<const Sample> samples) {
  if (samples.empty()) return 0;
  std::int64_t highest = samples.front().value;
  std::int64_t largest = 0;
  std::int64_t second = 0;
  const std::int64_t start = samples.front().fetches;
  const auto warm_up = warm_up_share * static_cast<double>(samples.back().fetches - start);
  for (const Sample& sample : samples) {
    const std::int64_t rise = sample.value - highest;
    if (rise <= 0) continue;
    highest = sample.value;
    if (static_cast<double>(sample.fetches - start) < warm_up) continue;
    second = std::max(second, std::min(rise, largest));
    largest = std::max(largest, rise);
  }
  return second;
}

}  // namespace leakproof
