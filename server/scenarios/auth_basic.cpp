// SPDX-License-Identifier: MIT
// The first request may lack credentials; whatever the client keeps of the challenge shows.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry auth_basic() {
  return {
      .name = "auth-basic",
      .group = "flow",
      .summary = "requires a user name and a password (Basic)",
      .request = {.user = "user:secret"},
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request& request, httplib::Response& response) {
              if (request.get_header_value("Authorization") == "Basic dXNlcjpzZWNyZXQ=") {
                return reply_with(response, filler(1_KiB));
              }
              response.status = 401;
              response.set_header("WWW-Authenticate", "Basic realm=\"leakproof\"");
            });
          },
  };
}

}  // namespace leakproof::server
