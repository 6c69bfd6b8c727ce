// SPDX-License-Identifier: MIT
// A challenge that no answer satisfies: the client must know when to stop.
#include <httplib.h>

#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry auth_rejected() {
  return {
      .name = "auth-rejected",
      .group = "flow",
      .summary = "wants a name and a password, and takes none (401)",
      .has_body = false,
      .request = {.user = "user:wrong"},
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              response.status = 401;
              response.set_header("WWW-Authenticate", "Basic realm=\"leakproof\"");
            });
          },
  };
}

}  // namespace leakproof::server
