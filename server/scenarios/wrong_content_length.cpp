// SPDX-License-Identifier: MIT
// RFC 9112 (6.3) calls this an error; some clients accept one of the two.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry wrong_content_length() {
  return {
      .name = "wrong-content-length",
      .group = "broken",
      .summary = "sends two different Content-Length headers",
      .expected_outcome = ExpectedOutcome::either,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("Content-Length: 50\r\n", filler(100)),
                 .then = VerbatimReply::Then::keep_alive}};
          },
  };
}

}  // namespace leakproof::server
