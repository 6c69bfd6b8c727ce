// SPDX-License-Identifier: MIT
#include "runtimes/jvm/hprof_stream.hpp"

#include <unistd.h>

#include <algorithm>

namespace leakproof {

HprofStream::HprofStream(int descriptor)
    : descriptor_(descriptor), buffer_(std::size_t{256} << 10) {}

bool HprofStream::fill() {
  start_ += size_;
  at_ = 0;
  const ssize_t got =
      ::pread(descriptor_, buffer_.data(), buffer_.size(), static_cast<off_t>(start_));
  size_ = got > 0 ? static_cast<std::size_t>(got) : 0;
  ended_ = size_ == 0;
  return !ended_;
}

std::uint64_t HprofStream::number(std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    if (at_ == size_ && (ended_ || !fill())) return 0;
    value = value << 8 | buffer_[at_++];
  }
  return value;
}

std::string HprofStream::text(std::size_t bytes, std::size_t at_most) {
  std::string text;
  const std::size_t kept = std::min(bytes, at_most);
  while (text.size() < kept && !ended_) text += static_cast<char>(u1());
  skip(bytes - kept);
  return text;
}

void HprofStream::skip(std::uint64_t bytes) {
  if (ended_) return;
  if (bytes <= size_ - at_) {
    at_ += static_cast<std::size_t>(bytes);
    return;
  }
  start_ = position() + bytes;
  at_ = size_ = 0;
}

}  // namespace leakproof
