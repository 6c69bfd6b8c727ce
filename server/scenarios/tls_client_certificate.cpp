// SPDX-License-Identifier: MIT
// The client must also load and release its own key.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry tls_client_certificate() {
  return {
      .name = "tls-client-certificate",
      .group = "tls",
      .summary = "requires a client certificate, then sends 16 KiB",
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
