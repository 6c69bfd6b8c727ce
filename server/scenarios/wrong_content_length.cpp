// SPDX-License-Identifier: MIT
// RFC 9112 (6.3) calls it an error; some clients take one of the two.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry wrong_content_length() {
  return {
      .name = "wrong-content-length",
      .group = "broken",
      .summary = "states two lengths that differ",
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
