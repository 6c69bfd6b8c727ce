// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace leakproof::php {

/// An answer to "explain" that is being written. What does not fit is left out.
class Answer {
 public:
  static constexpr std::size_t most_lines = 200;
  static constexpr std::size_t most_bytes = 4 << 20;

  /// Empty; null if there is no address space.
  static Answer* create();

  /// Adds lines, each with its line end.
  void add(std::string_view text, std::size_t lines);

  void clear();

  /// The whole text with its head. Valid until something is added.
  std::string_view text(std::string_view source);

 private:
  static constexpr std::size_t longest_head = 80;

  std::size_t lines_, size_;
  char text_[longest_head + most_bytes];  // the head ends where the lines begin
};

}  // namespace leakproof::php
