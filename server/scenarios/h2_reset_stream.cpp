// SPDX-License-Identifier: MIT
// The stream breaks off, and the connection stays open.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry h2_reset_stream() {
  return {
      .name = "h2-reset-stream",
      .group = "http2",
      .summary = "resets the HTTP/2 stream halfway through the body",
      .expected_outcome = ExpectedOutcome::error,
      // nghttpx closes a connection after about a thousand of these; with this horizon a
      // verdict on two concurrent streams comes before that.
      .horizon = 200,
      .identity = Identity::trusted,
      .behind_http2 = true,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("", filler(64_KiB)).substr(0, 32_KiB),
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
