// SPDX-License-Identifier: MIT
// The commonest fault of all, and the one without a server to test it against.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry refused() {
  return {
      .name = "refused",
      .group = "no-server",
      .summary = "nobody listens",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .listening = Listening::refuses,
  };
}

}  // namespace leakproof::server
