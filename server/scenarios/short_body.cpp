// SPDX-License-Identifier: MIT
// The end of the connection in place of the last byte: the smallest lie there is.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry short_body() {
  return {
      .name = "short-body",
      .group = "broken",
      .summary = "promises 16 KiB, sends one byte less, hangs up",
      .expected_outcome = ExpectedOutcome::error,
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply("", filler(16_KiB))
                              .substr(0, whole_reply("", filler(16_KiB)).size() - 1),
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
