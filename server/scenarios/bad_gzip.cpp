// SPDX-License-Identifier: MIT
// A decoder that fails must release its state, too.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry bad_gzip() {
  return {
      .name = "bad-gzip",
      .group = "broken",
      .summary = "declares Content-Encoding: gzip, but sends no gzip data",
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
