// SPDX-License-Identifier: MIT
// The connection is gone before anything was said: read fails, where it ends else.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry reset() {
  return {
      .name = "reset",
      .group = "broken",
      .summary = "resets the connection (RST) without a word",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .replies =
          [] {
            return std::vector<VerbatimReply>{{.bytes = "", .then = VerbatimReply::Then::reset}};
          },
  };
}

}  // namespace leakproof::server
