// SPDX-License-Identifier: MIT
// A scenario: how the origin answers a request for "/example-scenario".
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry example_scenario() {
  return {
      .name = "example-scenario",
      .summary = "an example of a scenario: a few bytes",
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, "ok\n", "text/plain");
            });
          },
  };
}

}  // namespace leakproof::server
