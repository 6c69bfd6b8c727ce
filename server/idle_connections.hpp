// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "fd.hpp"

namespace leakproof::server {

/// A connection that can be put aside while its client asks for nothing.
class IdleConnection {
 public:
  virtual ~IdleConnection() = default;
  virtual int socket() const = 0;
};

/// Connections whose clients ask for nothing at present. They take no thread: a
/// client that hoards connections costs a descriptor each. Any thread may call.
class IdleConnections {
 public:
  /// Throws std::system_error where the process has no descriptors left.
  IdleConnections();

  /// Puts it aside. Gives it back where the kernel cannot watch it.
  std::unique_ptr<IdleConnection> add(std::unique_ptr<IdleConnection>);

  /// Waits for one whose client asks again or has hung up. Null once it is closed.
  std::unique_ptr<IdleConnection> wait();

  /// Ends every wait(), under way or to come.
  void close();

  /// Gives back all that are left.
  std::vector<std::unique_ptr<IdleConnection>> take_all();

  std::size_t size() const;

 private:
  std::unique_ptr<IdleConnection> take(int socket);

  Fd poll_;
  Fd closed_;  // an eventfd, readable once close() was called
  mutable std::mutex mutex_;
  std::unordered_map<int, std::unique_ptr<IdleConnection>> connections_{};
};

}  // namespace leakproof::server
