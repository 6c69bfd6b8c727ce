// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "runtimes/native/allocation_table.hpp"

namespace leakproof::native {

/// The frames of a stack that an allocation table has room for: the innermost ones and, further
/// out, only those of the program itself, which may be far from where a library allocates.
class KeptFrames {
 public:
  static constexpr std::size_t most_of_libraries = AllocationTable::most_frames - 4;

  /// `is_library`: does this file belong to the runtime or to a package?
  explicit KeptFrames(bool (*is_library)(std::string_view file)) : is_library_(is_library) {}

  /// From the innermost one outwards.
  void add(const Frame& frame) {
    const bool has_room =
        size_ < most_of_libraries || (size_ < frames_.size() && !is_library_(frame.file));
    if (has_room) frames_[size_++] = frame;
  }

  std::span<const Frame> frames() const { return {frames_.data(), size_}; }

 private:
  bool (*is_library_)(std::string_view file);
  std::array<Frame, AllocationTable::most_frames> frames_{};
  std::size_t size_ = 0;
};

}  // namespace leakproof::native
