// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "posix/process.hpp"
#include "server/origin.hpp"

namespace leakproof {

/// Runs nghttpx on a free port of 127.0.0.1, between an HTTP/2 client and the HTTP/1.1
/// origin. The destructor ends it.
class Http2Proxy {
 public:
  /// Throws WorkerSkips if nghttpx is not installed, and std::runtime_error if it does not
  /// start to listen.
  explicit Http2Proxy(const server::Origin&);

  int port() const { return port_; }

 private:
  int port_;
  Process process_;
};

}  // namespace leakproof
