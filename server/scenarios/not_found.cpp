// SPDX-License-Identifier: MIT
// Clients that turn an error status into an exception often leave its body
// unread, and with it the connection.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry not_found() {
  return {
      .name = "not-found",
      .summary = "404 with a short body",
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              response.status = 404;
              reply_with(response, "There is nothing here.\n", "text/plain");
            });
          },
  };
}

}  // namespace leakproof::server
