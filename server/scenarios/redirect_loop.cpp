// SPDX-License-Identifier: MIT
// The client's own limit on redirects ends the fetch. requests_per_fetch assumes ten
// redirects; some clients allow more.
#include <httplib.h>

#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry redirect_loop() {
  return {
      .name = "redirect-loop",
      .group = "flow",
      .summary = "redirects endlessly, each time to another path",
      .expected_outcome = ExpectedOutcome::error,
      .has_body = false,
      .requests_per_fetch = 11,
      .horizon = 600,
      .install =
          [](httplib::Server& server, const char* path) {
            const std::string base = path;
            server.Get(base, [base](const httplib::Request&, httplib::Response& response) {
              response.set_redirect(base + "/1");
            });
            server.Get(base + "/(\\d+)",
                       [base](const httplib::Request& request, httplib::Response& response) {
                         const unsigned long step = std::stoul(request.matches[1]);
                         response.set_redirect(base + "/" + std::to_string(step % 1000 + 1));
                       });
          },
  };
}

}  // namespace leakproof::server
