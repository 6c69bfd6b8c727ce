// SPDX-License-Identifier: MIT
// State kept for each host, above all a connection pool, must not accumulate.
#include "reply.hpp"
#include "scenario.hpp"

namespace leakproof::server {

ScenarioEntry redirect_cross_host() {
  return {
      .name = "redirect-cross-host",
      .group = "flow",
      .summary = "redirects to 127.0.0.2, then 16 KiB",
      .requests_per_fetch = 2,
      .on_all_of_loopback = true,
      .install =
          [](httplib::Server& server, const char* path) {
            const std::string there = std::string(path) + "/there";
            server.Get(path, [there](const httplib::Request& request, httplib::Response& response) {
              response.set_redirect("http://127.0.0.2:" + std::to_string(request.local_port) +
                                    there);
            });
            server.Get(there, [](const httplib::Request&, httplib::Response& response) {
              reply_with(response, filler(16_KiB));
            });
          },
  };
}

}  // namespace leakproof::server
