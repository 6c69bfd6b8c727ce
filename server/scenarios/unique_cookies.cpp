// SPDX-License-Identifier: MIT
// A cookie engine keeps each cookie until the server expires it.
#include <atomic>
#include <memory>

#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry unique_cookies() {
  return {
      .name = "unique-cookies",
      .group = "keys",
      .summary = "sets a cookie that was never set before",
      .install =
          [](httplib::Server& server, const char* path) {
            const auto count = std::make_shared<std::atomic<long>>(0);
            server.Get(path, [=](const httplib::Request&, httplib::Response& response) {
              response.set_header("Set-Cookie", "c" + std::to_string(++*count) + "=1; Path=/never");
              reply_with(response, filler(1_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
