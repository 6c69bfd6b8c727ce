// SPDX-License-Identifier: MIT
// A TLS connection within the connection to the proxy; the client must release both.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry proxy_connect() {
  return {
      .name = "proxy-connect",
      .group = "proxy",
      .summary = "16 KiB over TLS through a tunnel (CONNECT)",
      .horizon = 150,
      .identity = Identity::trusted,
      .proxy = Proxy::tunnels,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
