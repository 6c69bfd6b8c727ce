// SPDX-License-Identifier: MIT
#include "plan/shares.hpp"

#include "model/sort_stably.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace leakproof {

std::vector<int> shares(std::span<const double> seconds, int shards) {
  std::vector<std::size_t> longest_first(seconds.size());
  std::iota(longest_first.begin(), longest_first.end(), std::size_t{0});
  sort_stably(longest_first, std::greater<>(), [&](std::size_t trial) { return seconds[trial]; });
  std::vector<double> loads(static_cast<std::size_t>(shards));
  std::vector<int> result(seconds.size());
  for (const std::size_t trial : longest_first) {
    const auto least = std::ranges::min_element(loads);
    *least += seconds[trial];
    result[trial] = static_cast<int>(least - loads.begin());
  }
  return result;
}

}  // namespace leakproof
