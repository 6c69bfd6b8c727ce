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

/// What a client has to ask for, besides the URL.
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
  refuses,        // a port of ours at which nobody listens
  never_accepts,  // and the backlog is full
  nowhere,        // the URL's name has no address
};

/// Which certificate the origin shows.
enum class Identity { none, trusted, untrusted, expired, of_another_host };

/// Which part the origin plays as a proxy. It answers itself, whatever host is asked for.
enum class Proxy { none, forwards, tunnels, refuses };

/// A way for a server to behave. Installed at "/<name>" on a fresh server, so
/// that scenarios cannot see each other. Replies come from the routes that
/// `install` makes or, verbatim and whatever is asked for, from `replies`.
struct ScenarioEntry {
  std::string_view name{};
  std::string_view group = "basic";
  std::string_view summary{};
  ExpectedOutcome expected_outcome = ExpectedOutcome::whole_reply;
  bool has_body = true;                   // is there anything to hoard?
  bool keep_alive = true;                 // false: the origin closes after each reply
  int requests_per_fetch = 1;             // of a client that follows redirects; 0: none arrives
  std::optional<std::int64_t> horizon{};  // its own, where a fetch is expensive
  RequestSpec request{};
  Listening listening = Listening::accepts;
  bool on_all_of_loopback = false;  // on 127.0.0.0/8, where else on 127.0.0.1
  Identity identity = Identity::none;
  bool drops_handshakes = false;
  bool wants_certificate = false;  // the client's own
  Proxy proxy = Proxy::none;
  bool behind_http2 = false;  // nghttpx stands in front, and shows the identity
  void (*install)(httplib::Server&, const char* path) = nullptr;
  std::vector<VerbatimReply> (*replies)() = nullptr;
};

/// All scenarios, one for each file of scenarios/, sorted by file name.
std::span<const ScenarioEntry> catalogue();

}  // namespace leakproof::server
