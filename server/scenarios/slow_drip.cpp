// SPDX-License-Identifier: MIT
// Bytes keep arriving, so a limit on idle time does not help: the client needs a time limit
// for the whole fetch.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry slow_drip() {
  return {
      .name = "slow-drip",
      .group = "slow",
      .summary = "sends its body a byte at a time",
      .expected_outcome = ExpectedOutcome::time_out,
      .horizon = 60,
      .request = {.timeout_ms = 25},
      .replies =
          [] {
            return std::vector<VerbatimReply>{{.bytes = whole_reply("", filler(1_KiB)),
                                               .then = VerbatimReply::Then::keep_alive,
                                               .dripping = 1_KiB}};
          },
  };
}

}  // namespace leakproof::server
