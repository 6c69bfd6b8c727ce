// SPDX-License-Identifier: MIT
// The reply ends with its head; the connection is then ready for the next request.
#include <httplib.h>

#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry no_content() {
  return {
      .name = "no-content",
      .group = "flow",
      .summary = "204 No Content",
      .has_body = false,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              response.status = 204;
            });
          },
  };
}

}  // namespace leakproof::server
