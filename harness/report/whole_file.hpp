// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace leakproof::report {

/// Can it be written to but once, from front to end? So it is with a pipe, a terminal
/// and what this process has open already: /dev/stdout, /dev/fd/3.
bool is_stream(const std::string& path);

/// Puts `text` where `path` is, in one step: a reader finds the old file or the
/// new one, never half of it. A stream is written to. Throws std::runtime_error naming `path`.
void write_whole(const std::string& path, std::string_view text);

/// A file that is written anew each time, for formats that cannot be added to.
/// Every few seconds at most, as n trials would be written n times; and at the
/// end, whatever ends it, so that an interrupted run keeps what it has.
class WholeFile {
 public:
  using Text = std::function<std::string()>;

  /// Writes at once, so that a path that cannot be written is known before the
  /// first trial. `text` must be callable until this is destroyed.
  WholeFile(std::string path, Text text);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void changed();
  void write();

 private:
  using Clock = std::chrono::steady_clock;

  std::string path_;
  Text text_;
  bool dirty_ = false;
  Clock::time_point next_{};
};

}  // namespace leakproof::report
