// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "fd.hpp"

namespace leakproof::server {

/// A connection that can be set aside while its client sends no request.
class IdleConnection {
 public:
  virtual ~IdleConnection() = default;
  virtual int socket() const = 0;
};

/// Connections whose clients are sending no request. They occupy no thread: a client that
/// hoards connections costs one file descriptor for each. Thread-safe.
class IdleConnections {
 public:
  /// Throws std::system_error if the process has no file descriptors left.
  IdleConnections();

  /// Takes the connection. Returns it if the kernel cannot watch it, else null.
  std::unique_ptr<IdleConnection> add(std::unique_ptr<IdleConnection>);

  /// Waits for a connection whose client has sent something or hung up, and returns it.
  /// Null after close().
  std::unique_ptr<IdleConnection> wait();

  /// Makes every current and later wait() return null.
  void close();

  /// Returns all remaining connections.
  std::vector<std::unique_ptr<IdleConnection>> take_all();

  std::size_t size() const;

 private:
  std::unique_ptr<IdleConnection> take(int socket);

  Fd poll_;
  Fd closed_;  // an eventfd, readable after close()
  mutable std::mutex mutex_;
  std::unordered_map<int, std::unique_ptr<IdleConnection>> connections_{};
};

}  // namespace leakproof::server
