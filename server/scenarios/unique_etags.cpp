// SPDX-License-Identifier: MIT
// Validators are kept for the next time, which never comes.
#include <atomic>
#include <memory>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry unique_etags() {
  return {
      .name = "unique-etags",
      .group = "keys",
      .summary = "an entity tag that was never there before",
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
