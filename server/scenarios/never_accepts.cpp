// SPDX-License-Identifier: MIT
// The client never sends its request, because connect() does not finish.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry never_accepts() {
  return {
      .name = "never-accepts",
      .group = "slow",
      .summary = "does not accept connections, and its backlog is full",
      .expected_outcome = ExpectedOutcome::time_out,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 60,
      .request = {.timeout_ms = 25},
      .listening = Listening::never_accepts,
  };
}

}  // namespace leakproof::server
