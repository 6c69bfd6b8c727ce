// SPDX-License-Identifier: MIT
// The client's own time-out has to end the fetch, within the status line.
#include <cstdint>

#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry slow_headers() {
  return {
      .name = "slow-headers",
      .group = "slow",
      .summary = "sends its head a byte at a time",
      .expected_outcome = ExpectedOutcome::time_out,
      .has_body = false,
      .horizon = 60,
      .request = {.timeout_ms = 25},
      .replies =
          [] {
            return std::vector<VerbatimReply>{{.bytes = whole_reply("X-Slow: yes\r\n", "ok"),
                                               .then = VerbatimReply::Then::keep_alive,
                                               .dripping = SIZE_MAX}};
          },
  };
}

}  // namespace leakproof::server
