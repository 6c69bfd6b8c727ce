// SPDX-License-Identifier: MIT
// The server sends no close_notify, so the client must treat the end as a truncation (RFC
// 8446, 6.1).
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry tls_drop_mid_body() {
  return {
      .name = "tls-drop-mid-body",
      .group = "tls",
      .summary = "closes the TLS connection halfway through the body",
      .expected_outcome = ExpectedOutcome::error,
      .horizon = 150,
      .identity = Identity::trusted,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("", filler(64_KiB)).substr(0, 32_KiB),
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
