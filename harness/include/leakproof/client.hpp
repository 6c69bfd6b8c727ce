// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace leakproof {

struct Request {
  std::string url{};
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
/// one thread. An exception that leaves fetch() is a failed fetch.
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
/// and whether a correct client gets a whole reply.
enum class Expectation { clean, leaks, leaks_with_body, leaks_on_failure };

/// A client and what is to be known of it. Exported by one file of a plug-in
/// folder as a function named after that file.
struct ClientEntry {
  std::string_view name{};
  std::string_view summary{};
  Expectation expect = Expectation::clean;
  std::unique_ptr<Client> (*make)() = nullptr;
};

}  // namespace leakproof
