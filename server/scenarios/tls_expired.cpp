// SPDX-License-Identifier: MIT
// The trusted authority issued this certificate, but it was valid only until yesterday.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_expired() {
  return {
      .name = "tls-expired",
      .group = "tls",
      .summary = "presents an expired certificate",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 150,
      .identity = Identity::expired,
  };
}

}  // namespace leakproof::server
