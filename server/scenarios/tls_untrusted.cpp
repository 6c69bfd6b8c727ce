// SPDX-License-Identifier: MIT
// The commonest failure in a handshake: half of everything has been made by then.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_untrusted() {
  return {
      .name = "tls-untrusted",
      .group = "tls",
      .summary = "shows a certificate of an authority that is not trusted",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 150,
      .identity = Identity::untrusted,
  };
}

}  // namespace leakproof::server
