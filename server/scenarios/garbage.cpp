// SPDX-License-Identifier: MIT
// Another protocol, as from the wrong port.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry garbage() {
  return {
      .name = "garbage",
      .group = "broken",
      .summary = "sends bytes that are not HTTP",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = "\x15\x03\x01 220 this is not the server you are looking for\r\n",
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
