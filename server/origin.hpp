// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "connection_server.hpp"
#include "gate.hpp"
#include "ledger.hpp"
#include "scenario.hpp"

namespace leakproof::server {

/// A running server with one scenario, on a free port of 127.0.0.1. It answers
/// as soon as it is constructed. Destroying it closes every connection and
/// never waits for a client.
class Origin {
 public:
  /// Throws std::runtime_error, saying what to do, where it cannot listen.
  explicit Origin(const ScenarioEntry&, ConnectionServer::Log = {});

  /// Every request, whatever it asks for, gets the next of these.
  explicit Origin(std::vector<VerbatimReply>);

  /// Passes every request on to another server, and its replies back.
  explicit Origin(Upstream);

  int port() const { return server_.port(); }
  std::string url() const { return url_at(port()); }  // "http://127.0.0.1:40123/plain"

  /// Where something of the caller's stands in front of it, at that port.
  std::string url_at(int port) const { return before_port_ + std::to_string(port) + behind_port_; }

  // What else a client has to know; empty where it need not.
  std::string proxy() const { return proxy_; }
  std::string authority_file() const {
    return server_.tls() ? server_.tls()->authority_file() : "";
  }
  std::string own_file() const { return server_.tls() ? server_.tls()->own_file() : ""; }
  std::string client_file() const { return server_.tls() ? server_.tls()->client_file() : ""; }

  /// All but close_wait and unread_bytes. Exact while the client is idle; any thread may
  /// ask.
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
