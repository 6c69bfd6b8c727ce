// SPDX-License-Identifier: MIT
// The next request finds the connection closed that was promised to last: the client
// has to notice, and to ask again on another. libcurl 7.88 gives up on one in some
// thousand.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry stale_keep_alive() {
  return {
      .name = "stale-keep-alive",
      .group = "broken",
      .summary = "closes the idle connection just after each reply",
      .expected_outcome = ExpectedOutcome::either,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("Connection: keep-alive\r\n", filler(1_KiB)),
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
