// SPDX-License-Identifier: MIT
// As from a server that dies at the request: the client must neither wait nor treat it as
// an empty body.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry empty_reply() {
  return {
      .name = "empty-reply",
      .group = "broken",
      .summary = "closes the connection without a reply",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .replies =
          [] {
            return std::vector<VerbatimReply>{{.bytes = "", .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
