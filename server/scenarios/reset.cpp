// SPDX-License-Identifier: MIT
// As empty-reply, but read() fails (ECONNRESET) instead of returning 0.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry reset() {
  return {
      .name = "reset",
      .group = "broken",
      .summary = "resets the connection (RST) without a reply",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .replies =
          [] {
            return std::vector<VerbatimReply>{{.bytes = "", .then = VerbatimReply::Then::reset}};
          },
  };
}

}  // namespace leakproof::server
