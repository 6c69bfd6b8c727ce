// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <ranges>
#include <utility>

namespace leakproof {

/// As std::ranges::stable_sort, in which Clang 19 with libstdc++ 12 (Debian 12) reports a
/// deprecated function. Moves elements a number of times that grows with the square of their
/// number: for thousands, not for millions.
template <std::ranges::random_access_range Range, typename Compare = std::ranges::less,
          typename Projection = std::identity>
void sort_stably(Range& range, Compare compare = {}, Projection projection = {}) {
  const auto first = std::ranges::begin(range);
  for (auto next = first; next != std::ranges::end(range); ++next) {
    const auto place = std::ranges::upper_bound(first, next, std::invoke(projection, *next),
                                                std::ref(compare), std::ref(projection));
    std::rotate(place, next, std::ranges::next(next));
  }
}

}  // namespace leakproof
