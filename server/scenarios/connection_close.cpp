// SPDX-License-Identifier: MIT
// The origin closes first. A client that does not close its own side then keeps
// a descriptor in CLOSE_WAIT for each fetch.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry connection_close() {
  return {
      .name = "connection-close",
      .summary = "16 KiB, after which the origin closes the connection",
      .keep_alive = false,
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
