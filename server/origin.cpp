// SPDX-License-Identifier: MIT
#include "origin.hpp"

#include "client_sockets.hpp"

namespace leakproof::server {
namespace {

// Of 64 letters, one more than a name may have: no resolver asks anybody for it.
constexpr std::string_view nowhere =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.invalid";

// Resolved by the proxy alone, which is ourselves.
constexpr std::string_view behind_the_proxy = "origin.invalid";

std::string before_port(const ScenarioEntry& scenario) {
  const std::string_view host = scenario.listening == Listening::nowhere ? nowhere
                                : scenario.proxy == Proxy::forwards      ? behind_the_proxy
                                                                         : "127.0.0.1";
  const std::string scheme = scenario.identity == Identity::none ? "http" : "https";
  return scheme + "://" + std::string(host) + ":";
}

}  // namespace

Origin::Origin(const ScenarioEntry& scenario, ConnectionServer::Log log)
    : server_(ledger_, gate_, scenario),
      before_port_(before_port(scenario)),
      behind_port_(server_.path()) {
  server_.log_to(std::move(log));
  if (scenario.proxy != Proxy::none) proxy_ = "http://127.0.0.1:" + std::to_string(port());
  server_.start();
}

Origin::Origin(std::vector<VerbatimReply> replies)
    : server_(ledger_, gate_, {.name = "reply", .expected_outcome = ExpectedOutcome::either}),
      before_port_(before_port({})),
      behind_port_(server_.path()) {
  server_.reply_verbatim(std::move(replies));
  server_.start();
}

Origin::Origin(Upstream upstream)
    : server_(ledger_, gate_, {.name = ""}),
      before_port_(before_port({})),
      behind_port_(upstream.path) {
  server_.pass_on_to(std::move(upstream));
  server_.start();
}

LedgerCounts Origin::counts() const {
  LedgerCounts counts = ledger_.counts();
  // Asking the kernel takes ten milliseconds: not where there is little to hold.
  constexpr std::int64_t few = 8;
  const bool closed_some = counts.connections > counts.open + counts.closed_by_client;
  if (!closed_some && counts.open <= few) {
    counts.close_wait = 0;
  } else if (const auto held = sockets_of_clients(port())) {
    counts.close_wait = held->in_close_wait;
    counts.unread_bytes = held->unread_bytes;
  }
  return counts;
}

}  // namespace leakproof::server
