// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// A file mapped into memory, so that only the accessed parts are read.
class MappedFile {
 public:
  /// A file that cannot be mapped has no bytes.
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_{};
};

/// True if `text` is in `bytes`, which may be a program of 100 MB: string_view::find stops at each
/// occurrence of the first character.
bool contains(std::string_view bytes, std::string_view text);

}  // namespace leakproof
