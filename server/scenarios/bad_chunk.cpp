// SPDX-License-Identifier: MIT
// A chunk's size that is no number, after one that was.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry bad_chunk() {
  return {
      .name = "bad-chunk",
      .group = "broken",
      .summary = "sends a chunk whose size is no number",
      .expected_outcome = ExpectedOutcome::error,
      .replies =
          [] {
            return std::vector<VerbatimReply>{{.bytes =
                                                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                                                   "chunked\r\n\r\n5\r\nhello\r\nzz\r\nworld\r\n",
                                               .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
