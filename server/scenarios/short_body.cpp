// SPDX-License-Identifier: MIT
// The connection ends instead of the last byte: the smallest possible truncation.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry short_body() {
  return {
      .name = "short-body",
      .group = "broken",
      .summary = "promises 16 KiB, sends one byte less, and closes",
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
