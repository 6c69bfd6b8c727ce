// SPDX-License-Identifier: MIT
// Fails before a socket exists. The name is too long for a DNS query, so nothing leaves
// this machine.
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry unresolvable() {
  return {
      .name = "unresolvable",
      .group = "no-server",
      .summary = "a name under .invalid, which has no address",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 0,
      .listening = Listening::nowhere,
  };
}

}  // namespace leakproof::server
