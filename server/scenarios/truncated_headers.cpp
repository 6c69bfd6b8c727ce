// SPDX-License-Identifier: MIT
// The client must free the part of the head that it has parsed. Some clients, such as
// libcurl 7.88, accept it as a complete reply without a body.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry truncated_headers() {
  return {
      .name = "truncated-headers",
      .group = "broken",
      .summary = "closes the connection within a header line",
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
