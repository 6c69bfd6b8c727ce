// SPDX-License-Identifier: MIT
// Fails before there is a socket. The name is one that no resolver can even ask for,
// so that nothing leaves this machine.
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
