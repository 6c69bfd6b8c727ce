// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "connection_server.hpp"
#include "gate.hpp"
#include "ledger.hpp"
#include "scenario.hpp"

namespace leakproof::server {

/// A running server with one scenario, on a free port of 127.0.0.1. It replies as soon as
/// it is constructed. The destructor closes every connection and never waits for a client.
class Origin {
 public:
  /// Throws std::runtime_error, with advice, if it cannot listen.
  explicit Origin(const ScenarioEntry&, ClientQueries = {}, ConnectionServer::Log = {});

  /// Answers every request, for any path, with the next of these replies.
  explicit Origin(std::vector<VerbatimReply>, ClientQueries = {});

  /// Relays every request to another server, and its replies back.
  explicit Origin(Upstream, ClientQueries = {});

  int port() const { return server_.port(); }
  std::string url() const { return url_at(port()); }  // "http://127.0.0.1:40123/plain"

  /// The URL through a proxy of the caller's that listens on that port.
  std::string url_at(int port) const { return before_port_ + std::to_string(port) + behind_port_; }

  // What a client needs in addition to the URL; empty if it does not apply.
  std::string proxy() const { return proxy_; }
  std::string authority_file() const {
    return server_.tls() ? server_.tls()->authority_file() : "";
  }
  std::string own_file() const { return server_.tls() ? server_.tls()->own_file() : ""; }
  std::string client_file() const { return server_.tls() ? server_.tls()->client_file() : ""; }

  /// Fills everything except close_wait and unread_bytes. Exact while the client is idle.
  /// Thread-safe.
  LedgerCounts counts() const { return ledger_.counts(); }
  std::int64_t open_connections() const { return ledger_.open_connections(); }

  std::size_t idle_connections() const { return server_.idle_connections(); }

  Gate& gate() { return gate_; }

 private:
  Ledger ledger_;
  Gate gate_;
  ConnectionServer server_;
  std::string before_port_;
  std::string behind_port_;
  std::string proxy_{};
};

}  // namespace leakproof::server
