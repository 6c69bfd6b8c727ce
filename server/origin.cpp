// SPDX-License-Identifier: MIT
#include "origin.hpp"

#include "close_wait.hpp"

namespace leakproof::server {
namespace {

std::string path_of(const ScenarioEntry& scenario) { return "/" + std::string(scenario.name); }

}  // namespace

Origin::Origin(const ScenarioEntry& scenario)
    : server_(ledger_, gate_, path_of(scenario), scenario.requests_per_fetch > 1,
              scenario.keep_alive) {
  const std::string path = path_of(scenario);
  url_ = "http://127.0.0.1:" + std::to_string(port()) + path;
  scenario.install(server_, path.c_str());
  server_.start();
}

Origin::Origin(std::vector<VerbatimReply> replies)
    : server_(ledger_, gate_, "/reply", false, true),
      url_("http://127.0.0.1:" + std::to_string(port()) + "/reply") {
  server_.reply_verbatim(std::move(replies));
  server_.start();
}

Origin::Origin(Upstream upstream)
    : server_(ledger_, gate_, "/", false, true),
      url_("http://127.0.0.1:" + std::to_string(port()) + upstream.path) {
  server_.pass_on_to(std::move(upstream));
  server_.start();
}

LedgerCounts Origin::counts() const {
  LedgerCounts counts = ledger_.counts();
  // Asking the kernel takes ten milliseconds: not where the origin closed none.
  const bool closed_some = counts.connections > counts.open + counts.closed_by_client;
  counts.close_wait = closed_some ? connections_in_close_wait(port()) : 0;
  return counts;
}

}  // namespace leakproof::server
