// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "expected_outcome.hpp"
#include "verbatim.hpp"

namespace httplib {
class Server;
}

namespace leakproof::server {

/// The request that the client must make, in addition to the URL.
struct RequestSpec {
  std::string_view method = "GET";
  std::size_t upload_bytes = 0;
  bool multipart = false;
  bool expect_continue = false;
  std::string_view if_none_match{};
  std::string_view user{};       // "name:password"
  int timeout_ms = 0;            // 0: none
  std::size_t cancel_after = 0;  // bytes of the body; 0: never
};

enum class Listening {
  accepts,
  refuses,        // a bound port at which nobody listens
  never_accepts,  // listens, with a full backlog
  nowhere,        // the URL's host name has no address
};

/// Which certificate the origin presents.
enum class Identity { none, trusted, untrusted, expired, of_another_host };

/// Whether the origin acts as a proxy. It answers requests for any host itself.
enum class Proxy { none, forwards, tunnels, refuses };

/// One behaviour of the server. Each trial has a new server, on which the scenario replies
/// at "/<name>". Replies come from the routes that `install` adds or, verbatim and for any
/// request, from `replies`.
struct ScenarioEntry {
  std::string_view name{};
  std::string_view group = "basic";  // "basic" runs by default; others: `leakproof list`
  std::string_view summary{};
  ExpectedOutcome expected_outcome = ExpectedOutcome::whole_reply;
  bool has_body = true;        // false: no reply has a body that a client could keep
  bool compressed = false;     // a client that decompresses a reply holds more than is sent
  bool keep_alive = true;      // false: the origin closes after each reply
  int requests_per_fetch = 1;  // by a client that follows redirects; 0: no request can arrive
  std::optional<std::int64_t> horizon{};  // fetches until the first look, if a fetch is expensive
  RequestSpec request{};
  Listening listening = Listening::accepts;
  bool on_all_of_loopback = false;  // on 127.0.0.0/8 instead of 127.0.0.1
  Identity identity = Identity::none;
  bool drops_handshakes = false;
  bool wants_certificate = false;  // asks for a client certificate
  Proxy proxy = Proxy::none;
  bool behind_http2 = false;  // nghttpx runs in front and presents the certificate
  void (*install)(httplib::Server&, const char* path) = nullptr;
  std::vector<VerbatimReply> (*replies)() = nullptr;
};

/// All scenarios, one for each file in scenarios/, sorted by file name.
std::span<const ScenarioEntry> catalogue();

}  // namespace leakproof::server
