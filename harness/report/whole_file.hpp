// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace leakproof::report {

/// Can the file be written only once, from start to end? True for pipes, terminals and open
/// descriptors of this process, such as /dev/stdout or /dev/fd/3.
bool is_stream(const std::string& path);

/// Replaces the file at `path` atomically: a reader finds the old or the new contents, never a
/// part, also if this process is killed. Keeps its owner and permissions. Writes to a stream
/// directly, and to a file that cannot be replaced, as in a read-only folder. Throws
/// std::runtime_error that names `path`.
void write_whole(const std::string& path, std::string_view text);

/// A file that is rewritten completely. Nothing is written before the first save(), so that a file
/// with older results keeps them until they have all been added; from then on it is written after
/// each change or, once it has become large, at each save(). The destructor writes it as well, so
/// that an interrupted run keeps its results.
class WholeFile {
 public:
  using Text = std::function<std::string()>;

  /// `text` must be callable until this is destroyed. Throws std::runtime_error that names `path`
  /// if it cannot be written.
  WholeFile(std::string path, Text text);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  void changed();
  void save();  // writes changes that have not been written yet
  void write();

 private:
  std::string path_;
  Text text_;
  bool dirty_ = true;
  bool has_begun_ = false;
  std::size_t size_ = 0;  // bytes, when it was last written
};

}  // namespace leakproof::report
