// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// Keeps the last 8 KiB that a worker wrote to standard error.
class ErrorTail {
 public:
  void add(std::string_view text);

  /// The last lines, made printable and indented; empty if there are none.
  std::string quote(int most = 5) const;

  /// The last line, made printable; empty if there is none.
  std::string last_line() const;

  /// The kept text, unchanged.
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace leakproof
