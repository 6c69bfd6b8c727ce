// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "fd.hpp"

namespace leakproof::server {

/// A server of the user's: "http://host[:port][/path][?query]".
struct Upstream {
  std::string host{};
  std::string port = "80";
  std::string path = "/";  // with its query

  /// As in a Host header: "host", "host:8080" or "[::1]:8080".
  std::string authority() const;
};

/// Throws std::invalid_argument, which says what is wrong, if `url` is not such a URL.
Upstream parse_upstream(std::string_view url);

/// Returns an empty Fd if no server listens there. Takes at most ten seconds for each
/// address.
Fd connect_to(const Upstream&);

/// True if a server listens there.
bool can_connect(const Upstream&);

}  // namespace leakproof::server
