// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// The end of what a worker wrote to standard error. Bounded, however much that was.
class ErrorTail {
 public:
  void add(std::string_view text);

  /// The last few lines, made printable and indented; empty if it wrote none.
  std::string quote() const;

  /// The last line, made printable; empty if it wrote none.
  std::string last_line() const;

  /// All that was kept, unchanged.
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace leakproof
