// SPDX-License-Identifier: MIT
#include "judge/round_scatter.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

namespace leakproof {

void RoundScatter::add(std::int64_t before_end, std::int64_t above_end) {
  rounds_.push_back({before_end, above_end});
}

double RoundScatter::units() const {
  if (rounds_.size() < 5) return std::numeric_limits<double>::infinity();
  std::vector<Round> by_place = rounds_;
  std::ranges::stable_sort(by_place, {}, &Round::before_end);
  std::vector<double> at_one_place;
  std::vector<double> at_places_nearby;
  for (std::size_t i = 1; i < by_place.size(); ++i) {
    const Round& round = by_place[i - 1];
    const Round& next = by_place[i];
    auto& differences = round.before_end == next.before_end ? at_one_place : at_places_nearby;
    differences.push_back(
        std::abs(static_cast<double>(next.above_end) - static_cast<double>(round.above_end)));
  }
  std::vector<double> differences = std::move(at_one_place);
  const bool are_enough = 4 * differences.size() >= 3 * rounds_.size();
  if (!are_enough) std::ranges::copy(at_places_nearby, std::back_inserter(differences));
  const auto largest = differences.begin() + static_cast<std::ptrdiff_t>(rounds_.size() / 60);
  std::ranges::nth_element(differences, largest, std::greater());
  return *largest;
}

}  // namespace leakproof
