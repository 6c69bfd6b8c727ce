// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "interposer/own_pages.hpp"
#include "interposer/ranges.hpp"

namespace leakproof::preload {

/// The segments of System V shared memory that are attached: shmdt is not told their sizes.
/// Not thread-safe, and never destroyed, as Ranges.
class Attachments {
 public:
  void add(Range added) {
    if (!all_) all_ = static_cast<Range*>(own_pages(capacity * sizeof(Range)));
    if (all_ && size_ < capacity) all_[size_++] = added;
  }

  /// The range that begins there, which is removed; an empty one if none does.
  Range remove(std::uintptr_t begin) {
    for (std::size_t i = size_; i > 0; --i) {  // the latest is the first to be detached
      if (all_[i - 1].begin != begin) continue;
      const Range removed = all_[i - 1];
      all_[i - 1] = all_[--size_];
      return removed;
    }
    return {begin, begin};
  }

 private:
  // Reserves address space, not memory: the mappings that Linux allows by default.
  static constexpr std::size_t capacity = std::size_t{1} << 16;

  Range* all_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace leakproof::preload
