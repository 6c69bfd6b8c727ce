// SPDX-License-Identifier: MIT
// No Content-Length and no chunks: the end of the connection ends the body.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry http_1_0() {
  return {
      .name = "http-1.0",
      .group = "flow",
      .summary = "HTTP/1.0 without Content-Length",
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" +
                          std::string(filler(4_KiB)),
                 .then = VerbatimReply::Then::close}};
          },
  };
}

}  // namespace leakproof::server
