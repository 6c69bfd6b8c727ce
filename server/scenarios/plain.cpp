// SPDX-License-Identifier: MIT
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry plain() {
  return {
      .name = "plain",
      .summary = "16 KiB over a connection that stays open",
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
