// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

namespace leakproof::server {

/// A server of the user's: "http://host[:port][/path][?query]".
struct Upstream {
  std::string host{};
  std::string port = "80";
  std::string path = "/";  // with its query

  std::string authority() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    const std::string name = is_ipv6 ? "[" + host + "]" : host;
    return port == "80" ? name : name + ":" + port;
  }
};

/// Throws std::invalid_argument, saying what is wrong, where it is no such URL.
Upstream parse_upstream(std::string_view url);

/// Does anybody listen there?
bool can_connect(const Upstream&);

/// What a relay tells of one connection, as it happens.
struct RelayEvents {
  std::function<void()> asked;     // a request's head has come; it goes on when this returns
  std::function<void()> answered;  // the reply to it has been passed on whole
};

/// Passes requests on to the upstream server, and replies back, byte by byte as
/// they come: bodies, trailers, and the ends of connections, resets included.
/// Only the Host header is rewritten. Returns when the connection is at its end:
/// true if no reply was under way. Does not close `client`.
bool relay(int client, const Upstream&, const RelayEvents&);

}  // namespace leakproof::server
