// SPDX-License-Identifier: MIT
// An interim reply (103, RFC 8297), whose headers the client must free.
#include "filler.hpp"
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry early_hints() {
  return {
      .name = "early-hints",
      .group = "flow",
      .summary = "103 Early Hints, then 200",
      .replies =
          [] {
            return std::vector<VerbatimReply>{
                {.bytes = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" +
                          whole_reply("", filler(1_KiB)),
                 .then = VerbatimReply::Then::keep_alive,
                 .for_http_1_0 = whole_reply("", filler(1_KiB))}};
          },
  };
}

}  // namespace leakproof::server
