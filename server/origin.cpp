// SPDX-License-Identifier: MIT
#include "origin.hpp"

namespace leakproof::server {
namespace {

// The first label has 64 letters, one more than DNS allows, so no resolver sends a query
// for it.
constexpr std::string_view nowhere =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.invalid";

// Only the proxy resolves this name, and the proxy is this server.
constexpr std::string_view behind_the_proxy = "origin.invalid";

std::string before_port(const ScenarioEntry& scenario) {
  const std::string_view host = scenario.listening == Listening::nowhere ? nowhere
                                : scenario.proxy == Proxy::forwards      ? behind_the_proxy
                                                                         : "127.0.0.1";
  const std::string scheme = scenario.identity == Identity::none ? "http" : "https";
  return scheme + "://" + std::string(host) + ":";
}

}  // namespace

Origin::Origin(const ScenarioEntry& scenario, ClientQueries queries, ConnectionServer::Log log)
    : server_(ledger_, gate_, scenario),
      before_port_(before_port(scenario)),
      behind_port_(server_.path()) {
  server_.log_to(std::move(log));
  if (scenario.proxy != Proxy::none) proxy_ = "http://127.0.0.1:" + std::to_string(port());
  server_.set_client_queries(std::move(queries));
  server_.start();
}

Origin::Origin(std::vector<VerbatimReply> replies, ClientQueries queries)
    : server_(ledger_, gate_, {.name = "reply", .expected_outcome = ExpectedOutcome::either}),
      before_port_(before_port({})),
      behind_port_(server_.path()) {
  server_.reply_verbatim(std::move(replies));
  server_.set_client_queries(std::move(queries));
  server_.start();
}

Origin::Origin(Upstream upstream, ClientQueries queries)
    : server_(ledger_, gate_, {.name = ""}),
      before_port_(before_port({})),
      behind_port_(upstream.path) {
  server_.pass_on_to(std::move(upstream));
  server_.set_client_queries(std::move(queries));
  server_.start();
}

}  // namespace leakproof::server
