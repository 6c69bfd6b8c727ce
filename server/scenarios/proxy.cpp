// SPDX-License-Identifier: MIT
// The client requests an absolute URL and leaves the name resolution to the proxy.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry proxy() {
  return {
      .name = "proxy",
      .group = "proxy",
      .summary = "16 KiB through a proxy",
      .proxy = Proxy::forwards,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
