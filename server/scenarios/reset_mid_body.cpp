// SPDX-License-Identifier: MIT
// As drop-mid-body, but read() fails (ECONNRESET) instead of returning 0.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry reset_mid_body() {
  return {
      .name = "reset-mid-body",
      .group = "broken",
      .summary = "resets the connection halfway through the body",
      .expected_outcome = ExpectedOutcome::error,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("", filler(64_KiB)).substr(0, 32_KiB),
                 .then = VerbatimReply::Then::reset}};
          },
  };
}

}  // namespace leakproof::server
