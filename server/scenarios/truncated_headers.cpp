// SPDX-License-Identifier: MIT
// What was parsed of a head so far has to be let go of. Some clients, libcurl 7.88 among
// them, take it for a whole reply without a body.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry truncated_headers() {
  return {
      .name = "truncated-headers",
      .group = "broken",
      .summary = "closes within a header line",
      .expected_outcome = ExpectedOutcome::either,
      .has_body = false,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Cut: of",
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
