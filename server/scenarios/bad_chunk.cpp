// SPDX-License-Identifier: MIT
// The first chunk is valid; the size of the second is not a number.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry bad_chunk() {
  return {
      .name = "bad-chunk",
      .group = "broken",
      .summary = "sends a chunk whose size is not a number",
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
