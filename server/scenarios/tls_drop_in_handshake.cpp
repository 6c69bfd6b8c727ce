// SPDX-License-Identifier: MIT
// The server closes after it has received the first part of the ClientHello.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_drop_in_handshake() {
  return {
      .name = "tls-drop-in-handshake",
      .group = "tls",
      .summary = "closes the connection in the middle of the handshake",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .horizon = 150,
      .identity = Identity::trusted,
      .drops_handshakes = true,
  };
}

}  // namespace leakproof::server
