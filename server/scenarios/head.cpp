// SPDX-License-Identifier: MIT
// The reply states a length but has no body: a client that waits for one hangs.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry head() {
  return {
      .name = "head",
      .group = "flow",
      .summary = "HEAD of a 16 KiB resource",
      .has_body = false,
      .request = {.method = "HEAD"},
      .install =
          [](httplib::Server& server, const char* path) {
            server.Get(path, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
