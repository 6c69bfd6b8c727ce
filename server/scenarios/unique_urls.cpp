// SPDX-License-Identifier: MIT
// A cache with URLs as keys that is never cleaned grows without bound.
#include <atomic>
#include <memory>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry unique_urls() {
  return {
      .name = "unique-urls",
      .group = "keys",
      .summary = "redirects to a path that was never used before",
      .requests_per_fetch = 2,
      .install =
          [](httplib::Server& server, const char* path) {
            const auto count = std::make_shared<std::atomic<long>>(0);
            const std::string base = path;
            server.Get(base, [=](const httplib::Request&, httplib::Response& response) {
              response.set_redirect(base + "/" + std::to_string(++*count));
            });
            server.Get(base + "/\\d+", [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(1_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
