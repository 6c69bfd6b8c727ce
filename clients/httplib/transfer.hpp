// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <memory>
#include <string>
#include <string_view>

#include <leakproof/client.hpp>

namespace leakproof::clients {

/// "http://127.0.0.1:8080/plain?x", split after the port.
struct Address {
  std::string server{};  // "http://127.0.0.1:8080"
  std::string path{};    // "/plain?x"
};

Address address_of(std::string_view url);

/// The part of this request that httplib 0.11 does not support, as a message for users;
/// empty if it supports everything.
std::string_view beyond_httplib(const Request&);

/// A client for that server, configured with the options of the request. It connects at its
/// first fetch.
std::unique_ptr<httplib::Client> connect_to(const std::string& server, const Request&);

/// Makes one fetch with at most ten redirects. Collects the body, then discards it.
Outcome perform(httplib::Client& client, const std::string& path, const Request&);

}  // namespace leakproof::clients
