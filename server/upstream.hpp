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

/// Throws std::invalid_argument, saying what is wrong, where this is not such a URL.
Upstream parse_upstream(std::string_view url);

/// Empty where nobody listens there. Takes ten seconds at most for each address.
Fd connect_to(const Upstream&);

/// Does anybody listen there?
bool can_connect(const Upstream&);

}  // namespace leakproof::server
