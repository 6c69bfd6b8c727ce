// SPDX-License-Identifier: MIT
// The client has a key of its own to load, and to let go of.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_client_certificate() {
  return {
      .name = "tls-client-certificate",
      .group = "tls",
      .summary = "wants the client's certificate, and 16 KiB",
      .horizon = 150,
      .identity = Identity::trusted,
      .wants_certificate = true,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
