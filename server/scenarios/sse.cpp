// SPDX-License-Identifier: MIT
// The stream of events never ends: the client cancels it after some bytes.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry sse() {
  return {
      .name = "sse",
      .group = "flow",
      .summary = "an event stream, which the client cancels",
      .expected_outcome = ExpectedOutcome::error,
      .request = {.cancel_after = 200},
      .replies =
          [] {
            std::string stream =
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                "Transfer-Encoding: chunked\r\n\r\n";
            for (int i = 0; i < 20; ++i) stream += "16\r\nid: 1\ndata: an event\n\n\r\n";
            return std::vector<VerbatimReply>{
                {.bytes = stream, .then = VerbatimReply::Then::stall}};
          },
  };
}

}  // namespace leakproof::server
