// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace leakproof {

/// Reads the numbers of a heap dump in HotSpot's format (hprof) from a file, in order. After the
/// end, or an error, all are 0 and `ended` is true.
class HprofStream {
 public:
  explicit HprofStream(int descriptor);

  std::uint64_t number(std::size_t bytes);  // big endian, up to 8 bytes
  std::uint8_t u1() { return static_cast<std::uint8_t>(number(1)); }
  std::uint32_t u4() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t id() { return number(id_bytes); }
  std::string text(std::size_t bytes, std::size_t at_most);
  void skip(std::uint64_t bytes);

  std::uint64_t position() const { return start_ + at_; }
  bool ended() const { return ended_; }

  std::size_t id_bytes = 8;

 private:
  bool fill();

  int descriptor_;
  std::vector<std::uint8_t> buffer_;
  std::uint64_t start_ = 0;  // of the buffer, in the file
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  bool ended_ = false;
};

}  // namespace leakproof
