// SPDX-License-Identifier: MIT
// The most common failure, and one that a test server normally cannot produce.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry refused() {
  return {
      .name = "refused",
      .group = "no-server",
      .summary = "no server listens on the port",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .listening = Listening::refuses,
  };
}

}  // namespace leakproof::server
