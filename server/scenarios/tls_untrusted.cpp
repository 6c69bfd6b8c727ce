// SPDX-License-Identifier: MIT
// The most common handshake failure: the client has to release a half-built connection.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_untrusted() {
  return {
      .name = "tls-untrusted",
      .group = "tls",
      .summary = "presents a certificate from an untrusted authority",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 150,
      .identity = Identity::untrusted,
  };
}

}  // namespace leakproof::server
