// SPDX-License-Identifier: MIT
// For clients that try again by themselves, and for what they keep until then.
#include <httplib.h>

#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry retry_after() {
  return {
      .name = "retry-after",
      .group = "flow",
      .summary = "503, try again at once",
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
