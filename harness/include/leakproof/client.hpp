// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace leakproof {

/// What a fetch is to ask for. A client that cannot do some of it says so in its
/// Outcome; all but `url` have their default on most scenarios.
struct Request {
  std::string url{};
  std::string method = "GET";           // or HEAD, POST
  std::size_t upload_bytes = 0;         // of the body to send, whatever is in it
  bool multipart = false;               // as a form with one file of that size
  bool expect_continue = false;         // ask first, and wait for "100 Continue"
  std::string if_none_match{};          // an entity tag, quotes included
  std::string user{};                   // "name:password", for the server or its digest
  std::string proxy{};                  // "http://127.0.0.1:8080"
  std::string ca_file{};                // PEM, of who may vouch for the server
  std::string certificate_file{};       // PEM, certificate and key: the client's own
  std::chrono::milliseconds timeout{};  // for the whole fetch; 0: none
  std::size_t cancel_after = 0;         // give up once so many bytes of the body came; 0: never
  bool http2 = false;                   // as the handshake of TLS offers it
};

/// What the client says happened. The harness never trusts it for memory, only
/// to notice a client that is fast because it is failing.
struct Outcome {
  bool ok = false;  // a whole reply came, whatever its status
  int status = 0;
  std::size_t body_bytes = 0;
  std::string error{};  // for people; empty when ok
};

/// One HTTP client under test. Constructed once per worker, so anything it
/// keeps between fetches is the client's own doing and is measured. Used from
/// one thread, unless its entry says that it may be shared. An exception that
/// leaves fetch() is a failed fetch.
class Client {
 public:
  virtual ~Client() = default;
  virtual Outcome fetch(const Request&) = 0;

  /// Let go of what the client would let go of when idle. Called at every
  /// sampling point, before anything is read.
  virtual void settle() {}
};

/// On which scenarios the client is meant to grow, so that a detector that
/// misses it is a failing test. The scenario itself says whether it has a body
/// and what a correct client gets.
enum class Expectation { clean, leaks, leaks_with_body, leaks_on_failure };

/// A client and what is to be known of it. Exported by one file of a plug-in
/// folder as a function named after that file.
struct ClientEntry {
  std::string_view name{};
  std::string_view summary{};
  Expectation expect = Expectation::clean;
  std::string_view leaks_on{};  // besides: scenarios and groups of them, "uploads,unique-cookies"
  bool shareable = false;       // one client serves several threads at once
  bool compared = true;         // takes part where no client is named
  std::unique_ptr<Client> (*make)() = nullptr;
};

}  // namespace leakproof
