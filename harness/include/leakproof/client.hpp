// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace leakproof {

/// The request that a fetch must make. A client that does not support some of it reports an
/// error in its Outcome. On most scenarios only `url` differs from its default.
struct Request {
  std::string url{};
  std::string method = "GET";           // "GET", "HEAD" or "POST"
  std::size_t upload_bytes = 0;         // size of the body to send; its content is arbitrary
  bool multipart = false;               // send a form with one file of that size
  bool expect_continue = false;         // send Expect, and wait for "100 Continue"
  std::string if_none_match{};          // an entity tag, including its quotes
  std::string user{};                   // "name:password", for Basic or Digest
  std::string proxy{};                  // "http://127.0.0.1:8080"
  std::string ca_file{};                // PEM, the authority that issues the server's certificate
  std::string certificate_file{};       // PEM, the client's certificate and key
  std::chrono::milliseconds timeout{};  // for the whole fetch; 0: none
  std::size_t cancel_after = 0;         // cancel after this many bytes of the body; 0: never
  bool http2 = false;                   // offer HTTP/2 in the TLS handshake (ALPN)
};

/// The result that the client reports. The harness uses it only to notice failing fetches,
/// never to judge memory.
struct Outcome {
  bool ok = false;  // a complete reply arrived, with any status
  int status = 0;
  std::size_t body_bytes = 0;
  std::string error{};  // message for users; empty if ok
};

/// One HTTP client under test. Constructed once per worker, so everything that it keeps
/// between fetches belongs to the client and is measured. Used from one thread, unless its
/// entry sets `shareable`. An exception that leaves fetch() counts as a failed fetch.
class Client {
 public:
  virtual ~Client() = default;
  virtual Outcome fetch(const Request&) = 0;

  /// Releases what the client would release when idle. Called at every sampling point,
  /// before the readings are taken.
  virtual void settle() {}
};

/// On which scenarios the client is expected to grow, so that a missed leak fails the test.
/// The scenario itself defines whether it has a body and which outcome is correct.
enum class Expectation { clean, leaks, leaks_with_body, leaks_on_failure };

/// A client and its description. Each file in a plug-in folder exports one, as a function
/// named after the file.
struct ClientEntry {
  std::string_view name{};
  std::string_view summary{};
  Expectation expect = Expectation::clean;
  std::string_view leaks_on{};  // also: scenarios and groups, "uploads,unique-cookies"
  bool shareable = false;       // one client can be used by several threads concurrently
  bool compared = true;         // runs if no client is named
  std::unique_ptr<Client> (*make)() = nullptr;
};

}  // namespace leakproof
