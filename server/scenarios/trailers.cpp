// SPDX-License-Identifier: MIT
// Headers that follow the body.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry trailers() {
  return {
      .name = "trailers",
      .group = "flow",
      .summary = "chunks, followed by two trailers",
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, "
                          "X-End\r\n\r\n"
                          "5\r\nhello\r\n0\r\nX-Sum: 5\r\nX-End: yes\r\n\r\n",
                 .then = VerbatimReply::Then::keep_alive,
                 .for_http_1_0 = whole_reply("", "hello")}};
          },
  };
}

}  // namespace leakproof::server
