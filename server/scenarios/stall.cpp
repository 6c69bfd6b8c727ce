// SPDX-License-Identifier: MIT
// Sends half of the body and keeps the connection open.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry stall() {
  return {
      .name = "stall",
      .group = "slow",
      .summary = "stops halfway through the body and keeps the connection open",
      .expected_outcome = ExpectedOutcome::time_out,
      .horizon = 60,
      .request = {.timeout_ms = 25},
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("", filler(16_KiB)).substr(0, 8_KiB),
                 .then = VerbatimReply::Then::stall}};
          },
  };
}

}  // namespace leakproof::server
