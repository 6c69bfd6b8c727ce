// SPDX-License-Identifier: MIT
// The proxy refuses the tunnel, before any server is reached.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry proxy_refuses() {
  return {
      .name = "proxy-refuses",
      .group = "proxy",
      .summary = "refuses the tunnel, alternately with 407 and 502",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 600,
      .identity = Identity::trusted,
      .proxy = Proxy::refuses,
  };
}

}  // namespace leakproof::server
