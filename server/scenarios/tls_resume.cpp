// SPDX-License-Identifier: MIT
// A connection for each fetch, so that a session is there to be resumed or kept.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_resume() {
  return {
      .name = "tls-resume",
      .group = "tls",
      .summary = "1 KiB by TLS, and closes each time",
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
