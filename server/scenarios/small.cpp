// SPDX-License-Identifier: MIT
// With almost no body, only the client's bookkeeping for each fetch uses memory. The empty
// reply takes the path on which no body callback runs.
#include <atomic>
#include <memory>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry small() {
  return {
      .name = "small",
      .summary = "alternately an empty 204 and a few bytes",
      .install =
          [](httplib::Server& server, const char* path) {
            const auto replies = std::make_shared<std::atomic<unsigned>>(0);
            server.Get(path, [replies](const httplib::Request&, httplib::Response& response) {
              if ((*replies)++ % 2 == 0) {
                response.status = 204;
              } else {
                reply_with(response, "ok\n", "text/plain");
              }
            });
          },
  };
}

}  // namespace leakproof::server
