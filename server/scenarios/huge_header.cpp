// SPDX-License-Identifier: MIT
// A client without a limit on header size buffers all of it.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry huge_header() {
  return {
      .name = "huge-header",
      .group = "broken",
      .summary = "sends a header line of 1 MiB",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .horizon = 300,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("X-Long: " + std::string(1024_KiB, 'x') + "\r\n", "ok"),
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
