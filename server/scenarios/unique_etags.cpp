// SPDX-License-Identifier: MIT
// A cache keeps each entity tag for a next request, but no tag is ever sent again.
#include <atomic>
#include <memory>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry unique_etags() {
  return {
      .name = "unique-etags",
      .group = "keys",
      .summary = "sends an entity tag that was never sent before",
      .install =
          [](httplib::Server& server, const char* path) {
            const auto count = std::make_shared<std::atomic<long>>(0);
            server.Get(path, [=](const httplib::Request&, httplib::Response& response) {
              response.set_header("ETag", "\"" + std::to_string(++*count) + "\"");
              response.set_header("Cache-Control", "max-age=3600");
              reply_with(response, filler(1_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
