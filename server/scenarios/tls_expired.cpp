// SPDX-License-Identifier: MIT
// A certificate of the right authority that was good until yesterday.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_expired() {
  return {
      .name = "tls-expired",
      .group = "tls",
      .summary = "shows a certificate that has expired",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 150,
      .identity = Identity::expired,
  };
}

}  // namespace leakproof::server
