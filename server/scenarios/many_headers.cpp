// SPDX-License-Identifier: MIT
// The limit on the number of headers depends on the client: Python's http.client allows
// 100.
#include "scenario.hpp"
#include "verbatim.hpp"

namespace leakproof::server {

ScenarioEntry many_headers() {
  return {
      .name = "many-headers",
      .group = "broken",
      .summary = "sends 10,000 headers",
      .expected_outcome = ExpectedOutcome::either,
      .horizon = 300,
      .replies =
          [] {
            std::string headers;
            for (int i = 0; i < 10'000; ++i) headers += "X-" + std::to_string(i) + ": y\r\n";
            return std::vector<VerbatimReply>{
                {.bytes = whole_reply(headers, "ok"), .then = VerbatimReply::Then::keep_alive}};
          },
  };
}

}  // namespace leakproof::server
