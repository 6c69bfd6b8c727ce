// SPDX-License-Identifier: MIT
// The server promises keep-alive but closes: the client has to notice at its next request,
// and to repeat that request on a new connection. libcurl 7.88 fails for about one fetch in
// several thousand.
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
