// SPDX-License-Identifier: MIT
// No answer satisfies the challenge: the client must stop trying.
#include <httplib.h>

#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry auth_rejected() {
  return {
      .name = "auth-rejected",
      .group = "flow",
      .summary = "rejects every user name and password (401)",
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
