// SPDX-License-Identifier: MIT
// Streams within one connection, each with its own state.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry h2() {
  return {
      .name = "h2",
      .group = "http2",
      .summary = "16 KiB over HTTP/2",
      .horizon = 150,
      .identity = Identity::trusted,
      .behind_http2 = true,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
