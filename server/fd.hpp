// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace leakproof::server {

/// Owns a file descriptor, or none (-1). It is defined here because the server includes no
/// header of the harness; the harness uses it through "posix/fd.hpp".
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  /// Closes the descriptor.
  void reset() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  /// Returns the descriptor and gives up its ownership.
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

/// Takes ownership of the descriptor that a system call returned. Throws std::system_error
/// with errno if it is -1; `what` names the operation or the file.
inline Fd checked_fd(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return Fd{fd};
}

}  // namespace leakproof::server
