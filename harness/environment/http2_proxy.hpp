// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "posix/process.hpp"
#include "server/origin.hpp"

namespace leakproof {

/// nghttpx between a client that speaks HTTP/2 and an origin that does not, on a free
/// port of 127.0.0.1. Ends with its owner.
class Http2Proxy {
 public:
  /// Throws WorkerSkips where nghttpx is not installed, and std::runtime_error where
  /// it does not come up.
  explicit Http2Proxy(const server::Origin&);

  int port() const { return port_; }

 private:
  int port_;
  Process process_;
};

}  // namespace leakproof
