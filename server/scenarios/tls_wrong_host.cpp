// SPDX-License-Identifier: MIT
// The client finds the wrong name only when the handshake is almost complete.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_wrong_host() {
  return {
      .name = "tls-wrong-host",
      .group = "tls",
      .summary = "presents a certificate of another host",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 150,
      .identity = Identity::of_another_host,
  };
}

}  // namespace leakproof::server
