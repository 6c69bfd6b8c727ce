// SPDX-License-Identifier: MIT
#include "report/thin.hpp"

#include <algorithm>

namespace leakproof::report {
namespace {

// Omits samples between two equal ones, which do not change the curve.
std::vector<Sample> without_level_stretches(std::span<const Sample> samples) {
  std::vector<Sample> kept;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const bool level = i > 0 && i + 1 < samples.size() &&
                       samples[i - 1].value == samples[i].value &&
                       samples[i + 1].value == samples[i].value;
    if (!level) kept.push_back(samples[i]);
  }
  return kept;
}

}  // namespace

std::vector<Sample> thin(std::span<const Sample> samples, std::size_t most) {
  std::vector<Sample> all = without_level_stretches(samples);
  if (all.size() <= most) return all;
  const std::size_t stretches = (most - 2) / 2;
  const std::size_t inner = all.size() - 2;
  std::vector<Sample> kept{all.front()};
  for (std::size_t k = 0; k < stretches; ++k) {
    const auto begin = all.begin() + 1 + static_cast<std::ptrdiff_t>(k * inner / stretches);
    const auto end = all.begin() + 1 + static_cast<std::ptrdiff_t>((k + 1) * inner / stretches);
    auto [low, high] = std::ranges::minmax_element(begin, end, {}, &Sample::value);
    if (high < low) std::swap(low, high);
    kept.push_back(*low);
    if (high != low) kept.push_back(*high);
  }
  kept.push_back(all.back());
  return kept;
}

}  // namespace leakproof::report
