// SPDX-License-Identifier: MIT
// For clients that retry automatically and keep state until they do.
#include <httplib.h>

#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry retry_after() {
  return {
      .name = "retry-after",
      .group = "flow",
      .summary = "503 with Retry-After: 0",
      .has_body = false,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              response.status = 503;
              response.set_header("Retry-After", "0");
            });
          },
  };
}

}  // namespace leakproof::server
