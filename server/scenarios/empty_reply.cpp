// SPDX-License-Identifier: MIT
// A server that dies on the request: the client must neither wait nor take it for
// an empty body.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry empty_reply() {
  return {
      .name = "empty-reply",
      .group = "broken",
      .summary = "closes the connection without a word",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .replies =
          [] {
            return std::vector<VerbatimReply>{{.bytes = "", .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
