// SPDX-License-Identifier: MIT
#pragma once

#include <httplib.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client_end.hpp"
#include "elastic_pool.hpp"
#include "gate.hpp"
#include "httplib_access.hpp"
#include "idle_connections.hpp"
#include "ledger.hpp"
#include "listening_socket.hpp"
#include "scenario.hpp"
#include "tls.hpp"
#include "upstream.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

/// Uses httplib's parsing, routes and replies on connections that this class manages
/// itself. httplib accepts and holds connections with a fixed number of threads, a backlog
/// of five, and time-outs: a client that hoards connections reaches each of these limits.
/// Here an idle connection stays open until the client closes it or this server is
/// destroyed.
class ConnectionServer : public HttplibServer {
 public:
  /// Listens, but does not reply before start(), so that routes can be added. Every path is
  /// treated as the scenario's path. Only if a fetch takes several requests do paths below
  /// the scenario's path count as later requests of the same fetch.
  ConnectionServer(Ledger&, Gate&, const ScenarioEntry&);

  /// Closes every connection. Waits for running handlers, but never for a client.
  ~ConnectionServer() override;

  /// From now on each request, for any path, is answered with the next of these replies in
  /// turn.
  void reply_verbatim(std::vector<VerbatimReply>);

  /// From now on all requests are relayed to this upstream server.
  void pass_on_to(Upstream);

  /// Called for each request, from any thread. `whole`: the reply was sent completely.
  using Log = std::function<void(const std::string& request, bool whole)>;

  /// Must be called before start().
  void log_to(Log log) { log_ = std::move(log); }

  /// Must be called before start().
  void set_client_queries(ClientQueries queries);

  void start();
  int port() const { return listener_.port(); }
  const std::string& path() const { return path_; }

  /// The number of open connections that occupy no thread at present.
  std::size_t idle_connections() const { return idle_.size(); }

  /// Null if this scenario does not use TLS.
  const Tls* tls() const { return tls_ ? &*tls_ : nullptr; }

 private:
  class Connection;
  struct Exchange;

  void accept_and_serve();
  void serve_returning();
  void serve(const ServedClient&);
  void answer_requests(std::unique_ptr<IdleConnection>);
  void answer(Exchange&);
  bool open_tunnel(const ServedClient&, Transport&);
  void pass_on(const ServedClient&);

  bool begins_fetch(const httplib::Request&) const;
  const VerbatimReply& next_verbatim();

  Ledger& ledger_;
  Gate& gate_;
  const ScenarioEntry scenario_;
  const std::string path_;
  std::optional<Tls> tls_{};
  Log log_{};
  ClientQueries queries_{};
  std::optional<Upstream> upstream_{};
  std::vector<VerbatimReply> verbatim_{};
  std::atomic<std::size_t> next_verbatim_ = 0;
  std::atomic<unsigned> refusals_ = 0;
  std::atomic<bool> stopping_ = false;
  ListeningSocket listener_;
  IdleConnections idle_{};
  ElasticPool pool_;
  ElasticPool returning_;  // serves connections that idle_ returns
};

}  // namespace leakproof::server
