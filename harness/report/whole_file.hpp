// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace leakproof::report {

/// Can the file be written only once, from start to end? True for pipes, terminals and open
/// descriptors of this process, such as /dev/stdout or /dev/fd/3.
bool is_stream(const std::string& path);

/// Replaces the file at `path` atomically: a reader finds the old or the new contents, never a
/// part. Writes to a stream directly. Throws std::runtime_error that names `path`.
void write_whole(const std::string& path, std::string_view text);

/// A file that is rewritten completely, for formats that cannot be appended to. It is written
/// at most every few seconds, because n trials would otherwise be written n times, and by the
/// destructor, so that an interrupted run keeps its results.
class WholeFile {
 public:
  using Text = std::function<std::string()>;

  /// Writes immediately, so that an error is reported before the first trial. `text` must be
  /// callable until this is destroyed. Throws std::runtime_error that names `path`.
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
