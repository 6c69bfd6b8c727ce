// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "fd.hpp"

namespace leakproof::server {

/// Something that is served on a socket, and can be put aside.
class Parked {
 public:
  virtual ~Parked() = default;
  virtual int socket() const = 0;
};

/// Connections whose clients ask for nothing at present. They take no thread: a
/// client that hoards connections costs a descriptor each. Any thread may call.
class IdleConnections {
 public:
  /// Throws std::system_error where the process has no descriptors left.
  IdleConnections();

  /// Puts it aside. Gives it back where the kernel will not watch it.
  std::unique_ptr<Parked> park(std::unique_ptr<Parked>);

  /// Waits for one whose client asks again or has hung up. Null once it is closed.
  std::unique_ptr<Parked> wait();

  /// Ends every wait(), under way or to come.
  void close();

  /// Gives back all that is still here.
  std::vector<std::unique_ptr<Parked>> empty();

  std::size_t size() const;

 private:
  std::unique_ptr<Parked> take(int socket);

  Fd poll_;
  Fd closed_;  // an eventfd, readable once close() was called
  mutable std::mutex mutex_;
  std::unordered_map<int, std::unique_ptr<Parked>> parked_{};
};

}  // namespace leakproof::server
