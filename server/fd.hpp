// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace leakproof::server {

/// Owns a file descriptor, or none (-1). It is defined here because the server
/// includes nothing of the harness; the harness uses it as "posix/fd.hpp".
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

  /// Closes it.
  void reset() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  /// Gives the ownership away.
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

/// Owns what a system call returned. Throws std::system_error with errno where that is
/// -1; `what` names the operation or the file.
inline Fd checked_fd(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return Fd{fd};
}

}  // namespace leakproof::server
