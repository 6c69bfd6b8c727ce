// SPDX-License-Identifier: MIT
// A length is stated, and nothing follows: a client that waits for it hangs.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry head() {
  return {
      .name = "head",
      .group = "flow",
      .summary = "HEAD: the head of 16 KiB",
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
