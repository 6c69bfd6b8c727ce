// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <memory>
#include <string>
#include <string_view>

#include <leakproof/client.hpp>

namespace leakproof::clients {

/// "http://127.0.0.1:8080/plain?x" in two halves.
struct Address {
  std::string server{};  // "http://127.0.0.1:8080"
  std::string path{};    // "/plain?x"
};

Address address_of(std::string_view url);

/// What of this httplib 0.11 cannot do, for people; empty where it can do all.
std::string_view beyond_httplib(const Request&);

/// A client of that server, with what the request asks for on every fetch. It
/// connects when it is first used.
std::unique_ptr<httplib::Client> connect_to(const std::string& server, const Request&);

/// One fetch, ten redirects followed at most. Collects the body, and drops it.
Outcome perform(httplib::Client& client, const std::string& path, const Request&);

}  // namespace leakproof::clients
