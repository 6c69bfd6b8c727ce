// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "interposer/own_pages.hpp"

namespace leakproof::preload {

/// Never empty.
struct Range {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;

  std::int64_t size() const { return static_cast<std::int64_t>(end - begin); }
};

/// A set of addresses, kept as sorted ranges that neither overlap nor touch.
/// Not thread-safe. Never destroyed: the process's last munmap may need it.
class Ranges {
 public:
  std::int64_t total() const { return total_; }

  void add(Range added) {
    if (!ranges_) ranges_ = static_cast<Range*>(own_pages(capacity * sizeof(Range)));
    if (!ranges_) return;
    const auto touching = subrange([&](const Range& known) { return known.end < added.begin; },
                                   [&](const Range& known) { return known.begin <= added.end; });
    if (!touching.empty()) {
      added.begin = std::min(added.begin, touching.front().begin);
      added.end = std::max(added.end, touching.back().end);
    }
    replace(touching, std::array{added});
  }

  /// Returns whether any of these addresses was in the set.
  bool remove(Range removed) {
    const auto overlapping =
        subrange([&](const Range& known) { return known.end <= removed.begin; },
                 [&](const Range& known) { return known.begin < removed.end; });
    if (overlapping.empty()) return false;
    replace(overlapping, std::array{Range{overlapping.front().begin, removed.begin},
                                    Range{removed.end, overlapping.back().end}});
    return true;
  }

  /// fork copies memory page by page while other threads continue to write, so a child may
  /// inherit an inconsistent state.
  bool is_sound() const {
    std::int64_t sum = 0;
    std::uintptr_t previous = 0;
    for (const Range& range : known()) {
      if (range.begin <= previous || range.end <= range.begin) return false;
      previous = range.end;
      sum += range.size();
    }
    return sum == total_;
  }

  void clear() {
    size_ = 0;
    total_ = 0;
  }

 private:
  // Reserves address space, not memory: four times the mappings that Linux allows by
  // default. It never moves, so that a fork cannot happen during a move.
  static constexpr std::size_t capacity = std::size_t{1} << 18;

  std::span<Range> known() const { return {ranges_, size_}; }

  // Skips the ranges for which `before` is true; returns the following ones for which
  // `in_reach` is true.
  template <class Before, class InReach>
  std::span<Range> subrange(Before before, InReach in_reach) const {
    const auto all = known();
    const auto first = std::partition_point(all.begin(), all.end(), before);
    return {first, std::partition_point(first, all.end(), in_reach)};
  }

  // Omits empty pieces, and pieces that exceed the capacity.
  template <std::size_t n>
  void replace(std::span<Range> old, std::array<Range, n> pieces) {
    const auto kept = std::remove_if(pieces.begin(), pieces.end(),
                                     [](const Range& piece) { return piece.begin >= piece.end; });
    const auto room = capacity - (size_ - old.size());
    const auto count = std::min(static_cast<std::size_t>(kept - pieces.begin()), room);
    const auto added = std::span(pieces).first(count);

    for (const Range& range : old) total_ -= range.size();
    for (const Range& range : added) total_ += range.size();
    Range* const place = old.data();
    const auto after = static_cast<std::size_t>(ranges_ + size_ - (place + old.size()));
    __builtin_memmove(place + count, place + old.size(), after * sizeof(Range));
    std::copy(added.begin(), added.end(), place);
    size_ += count - old.size();
  }

  Range* ranges_ = nullptr;
  std::size_t size_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace leakproof::preload
