// SPDX-License-Identifier: MIT
// The handshake is over when the name turns out to be another's.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_wrong_host() {
  return {
      .name = "tls-wrong-host",
      .group = "tls",
      .summary = "shows a certificate of another host",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 150,
      .identity = Identity::of_another_host,
  };
}

}  // namespace leakproof::server
