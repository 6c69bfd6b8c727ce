// SPDX-License-Identifier: MIT
// A decoder that gives up has state to release, too.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry bad_gzip() {
  return {
      .name = "bad-gzip",
      .group = "broken",
      .summary = "says gzip, and sends what is none",
      .expected_outcome = ExpectedOutcome::error,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("Content-Encoding: gzip\r\n", filler(1_KiB)),
                 .then = VerbatimReply::Then::keep_alive}};
          },
  };
}

}  // namespace leakproof::server
