// SPDX-License-Identifier: MIT
// Without the word that nothing more comes, an end is no end (RFC 8446, 6.1).
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry tls_drop_mid_body() {
  return {
      .name = "tls-drop-mid-body",
      .group = "tls",
      .summary = "hangs up halfway through the body",
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
