// SPDX-License-Identifier: MIT
// Each fetch needs a new connection, so that the client can resume, or leak, TLS sessions.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_resume() {
  return {
      .name = "tls-resume",
      .group = "tls",
      .summary = "16 KiB over TLS, after which the origin closes the connection",
      .keep_alive = false,
      .horizon = 150,
      .identity = Identity::trusted,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
