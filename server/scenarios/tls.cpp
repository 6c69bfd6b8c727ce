// SPDX-License-Identifier: MIT
// A successful handshake: contexts, sessions, certificates.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls() {
  return {
      .name = "tls",
      .group = "tls",
      .summary = "16 KiB over TLS",
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
